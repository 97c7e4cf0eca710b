package b2c

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/roots"
	"github.com/cxbridge/cxbridge/shared/wait"
)

// maxApplicationContext is the most characters the application context may have (B2C Service REST API: custom headers).
const maxApplicationContext = 40

// Credentials provide the account's user name and password. credentials.Login does.
type Credentials interface {
	Value(ctx context.Context) (credentials.Pair, error)
	Invalidate(refused credentials.Pair)
}

// Options say how to reach a site. Hostname, ApplicationContext and Credentials are required.
type Options struct {
	Hostname           string // of the site's interface, with a port if it is not 443
	Version            string // "v1.4", …; "latest" where it is empty
	ApplicationContext string
	Credentials        Credentials
	// SuppressRules creates without running the site's business rules, so without its assignment and acknowledgement.
	SuppressRules bool

	// AttemptTimeout is how long one call may take at most before it counts as failed; 10 seconds where it is 0. It is never
	// more than half of the time until the context's deadline, so that there is time to look again.
	AttemptTimeout time.Duration
	// RootCAs are the authorities that are trusted; where it is nil, the system's, or else the embedded ones (package roots).
	RootCAs *x509.CertPool
	// Clock is time.Now where it is nil.
	Clock func() time.Time
	// Sleep waits for a duration or until the context ends. A timer does where it is nil.
	Sleep func(context.Context, time.Duration) error
	// WithTimeout ends a call that gets no answer. It is context.WithTimeout where it is nil.
	WithTimeout func(context.Context, time.Duration) (context.Context, context.CancelFunc)
}

// Client speaks to one site. It may be used concurrently.
type Client struct {
	options Options
	base    string // "https://<hostname>/services/rest/connect/<version>/"
	http    *http.Client

	mu          sync.Mutex
	accessToken string    // the last osvc-crest-api-access-token
	notBefore   time.Time // the moment that osvc-crest-next-request-after named
}

// New checks the options and returns a client. Nothing is sent yet. The errors say which option is wrong.
func New(options Options) (*Client, error) {
	if err := checkHostname(options.Hostname); err != nil {
		return nil, err
	}
	if n := len(options.ApplicationContext); n == 0 || n > maxApplicationContext {
		return nil, fmt.Errorf("the application context has %d characters: give 1 to %d", n, maxApplicationContext)
	}
	if options.Credentials == nil {
		return nil, errors.New("no credentials given")
	}
	if options.Version == "" {
		options.Version = "latest"
	}
	if options.AttemptTimeout == 0 {
		options.AttemptTimeout = 10 * time.Second
	}
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Sleep == nil {
		options.Sleep = wait.Sleep
	}
	if options.WithTimeout == nil {
		options.WithTimeout = context.WithTimeout
	}
	return &Client{
		options: options,
		base:    "https://" + options.Hostname + "/services/rest/connect/" + url.PathEscape(options.Version) + "/",
		http:    newHTTPClient(options.RootCAs),
	}, nil
}

// checkHostname lets a host name with an optional port through, and nothing of a URL around it.
func checkHostname(hostname string) error {
	parsed, err := url.Parse("https://" + hostname)
	if err != nil || parsed.Hostname() == "" || parsed.Host != hostname {
		return fmt.Errorf("%q is no host name: give it without scheme and path, such as mysite.custhelp.com", hostname)
	}
	return nil
}

func newHTTPClient(trusted *x509.CertPool) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				roots.Load()
				return dialer.DialContext(ctx, network, address)
			},
			TLSClientConfig:     &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: 5 * time.Second,
			// One call at a time needs one connection; an alarm with an incident for each resource makes four. They have no idle
			// timeout: a hot function keeps them for the next message.
			MaxIdleConnsPerHost:    4,
			MaxResponseHeaderBytes: 64 << 10,
		},
		// The answer that redirects is returned as it is, and becomes an error there.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
