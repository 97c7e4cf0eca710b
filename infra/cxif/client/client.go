package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Options say which application, as whom, and by what means.
type Options struct {
	Endpoint  string // base address: https, or http to a loopback address
	Workspace string // part of the path of registrations; "" where the application has no workspaces
	Auth      Auth   // how this client authenticates itself: one of the two

	HTTPClient *http.Client           // nil: one that gives up on a call after 30 s
	Pauses     func() backoff.BackOff // between attempts; nil: half a second, growing
}

// Client is safe for concurrent use.
type Client struct {
	endpoint      *url.URL
	registrations string // path
	basic         *Basic
	tokens        oauth2.TokenSource // nil with basic
	http          *http.Client
	pauses        func() backoff.BackOff
	secrets       []string
}

// callTimeout is how long one call may take; the framework documents nothing.
const callTimeout = 30 * time.Second

var workspacePattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// New checks the options and calls nobody.
func New(o Options) (*Client, error) {
	if err := CheckURL(o.Endpoint); err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	if o.Workspace != "" && !workspacePattern.MatchString(o.Workspace) {
		return nil, fmt.Errorf("workspace %q: letters, digits, - and _ are allowed", o.Workspace)
	}
	if err := o.Auth.check(); err != nil {
		return nil, err
	}
	endpoint, err := url.Parse(o.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	c := &Client{
		endpoint: endpoint, registrations: "/admin/listenerRegistrations", basic: o.Auth.Basic,
		http: withoutRedirects(o.HTTPClient), pauses: o.Pauses, secrets: o.Auth.secrets(),
	}
	if o.Workspace != "" {
		c.registrations = "/admin/" + o.Workspace + "/listenerRegistrations"
	}
	if c.pauses == nil {
		c.pauses = func() backoff.BackOff { return backoff.NewExponentialBackOff() }
	}
	if oidc := o.Auth.OIDC; oidc != nil {
		c.tokens = oidc.tokenSource(c.http)
	}
	return c, nil
}

// withoutRedirects copies a client. Whoever redirects is not the application, and must get neither account nor listener.
func withoutRedirects(given *http.Client) *http.Client {
	if given == nil {
		given = &http.Client{Timeout: callTimeout}
	}
	copied := *given
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &copied
}

// tokenSource gets tokens, and keeps each until it expires.
func (o *OIDC) tokenSource(by *http.Client) oauth2.TokenSource {
	config := clientcredentials.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, TokenURL: o.IdentityURI}
	if o.Scope != "" {
		config.Scopes = []string{o.Scope}
	}
	// The context only says which client to use: a token outlives the call that it was got for.
	return config.TokenSource(context.WithValue(context.Background(), oauth2.HTTPClient, by))
}

func (a Auth) check() error {
	switch {
	case a.Basic != nil && a.OIDC != nil:
		return errors.New("there are both basic authentication and OAuth client credentials; keep one of them")
	case a.Basic == nil && a.OIDC == nil:
		return errors.New("there is neither basic authentication nor OAuth client credentials; one of them is needed")
	case a.OIDC != nil:
		if err := CheckURL(a.OIDC.IdentityURI); err != nil {
			return fmt.Errorf("identity URI: %w", err)
		}
	}
	return nil
}
