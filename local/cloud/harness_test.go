package cloud_test

import (
	"context"
	"crypto/rsa"
	"errors"
	"io"
	"log/slog"
	stdnet "net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/freeports"
)

const (
	tenancy     = "ocid1.tenancy.oc1..cxbridgelocal"
	compartment = "ocid1.compartment.oc1..cxbridgelocal"
	nowhere     = "ocid1.nothing.oc1..x"
)

var ctx = context.Background()

// bench is a cloud with a user who may do everything.
type bench struct {
	*cloud.Cloud
	options  cloud.Options
	clock    *clock
	provider common.ConfigurationProvider
}

// clock is the real one, moved on by hand, until it is stopped.
type clock struct {
	mu      sync.Mutex
	off     time.Duration
	stopped time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped.IsZero() {
		return time.Now().Add(c.off)
	}
	return c.stopped.Add(c.off)
}

// stop lets time pass by advance alone. Signatures, which are of the real time, hold for
// some minutes.
func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = time.Now()
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += d
}

func start(t testing.TB, change ...func(*cloud.Options)) *bench {
	t.Helper()
	b := &bench{clock: &clock{}}
	ports := freeports.Find(t)
	b.options = cloud.Options{
		Dir: filepath.Join(t.TempDir(), "cloud"), GatewayAddress: checkout.Address(ports.Gateway), Listen: listen, Clock: b.clock.Now,
		Fidelity: patient(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	for _, c := range change {
		c(&b.options)
	}
	reuseKeys(t, b.options.Dir)
	b.open(t, checkout.Address(ports.Cloud))
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("closing the cloud: %v", err)
		}
	})
	return b
}

// patient is the fidelity by default, but that how fast this machine is does not decide.
func patient() fidelity.Switches {
	switches := fidelity.Defaults()
	switches.FunctionInitPeriod, switches.FunctionQueuePeriod = time.Minute, time.Minute
	return switches
}

// listen takes no port by chance, which another might have while a cloud restarts.
func listen(network, address string) (stdnet.Listener, error) {
	if host, port, err := stdnet.SplitHostPort(address); err == nil && port == "0" {
		ports, err := freeports.Next()
		if err != nil {
			return nil, err
		}
		address = stdnet.JoinHostPort(host, strconv.Itoa(ports.Cloud))
	}
	return stdnet.Listen(network, address)
}

// madeKeys are the keys of the first cloud: making some for each takes most of the
// tests' time.
var madeKeys struct {
	sync.Mutex
	files map[string][]byte
}

func reuseKeys(t testing.TB, dir string) {
	t.Helper()
	madeKeys.Lock()
	defer madeKeys.Unlock()
	keys := filepath.Join(dir, "keys")
	if madeKeys.files == nil {
		t.Cleanup(func() {
			madeKeys.Lock()
			defer madeKeys.Unlock()
			files := map[string][]byte{}
			for _, name := range []string{"api_key.pem", "token_key.pem"} {
				data, err := os.ReadFile(filepath.Join(keys, name))
				if err != nil {
					t.Error(err)
				}
				files[name] = data
			}
			madeKeys.files = files
		})
		return
	}
	if err := os.MkdirAll(keys, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range madeKeys.files {
		if err := os.WriteFile(filepath.Join(keys, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) open(t testing.TB, address string) {
	t.Helper()
	c, err := cloud.Start(b.options, address)
	if err != nil {
		t.Fatal(err)
	}
	b.Cloud = c
	config := filepath.Join(filepath.Dir(b.options.Dir), "oci", "config")
	if err := c.WriteConfigFile(config); err != nil {
		t.Fatal(err)
	}
	if b.provider, err = common.ConfigurationProviderFromFile(config, ""); err != nil {
		t.Fatal(err)
	}
}

// restart closes the cloud and opens it again where it was.
func (b *bench) restart(t *testing.T) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.open(t, strings.TrimPrefix(b.URL(), "http://"))
}

// point sends an SDK client to the cloud, and lets it try only once: for some minutes
// after a change of IAM the SDK would try again what is refused.
func point(t testing.TB, b *bench, base *common.BaseClient, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	base.Host = b.URL()
	once := common.NoRetryPolicy()
	base.Configuration.RetryPolicy = &once
}

// raw sends a signed request without the SDK's help.
func (b *bench) raw(t testing.TB, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, b.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Date", b.clock.Now().UTC().Format(http.TimeFormat))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if err := common.DefaultRequestSigner(b.provider).Sign(r); err != nil {
		t.Fatal(err)
	}
	return send(t, r)
}

func send(t testing.TB, r *http.Request) (*http.Response, string) {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// ok stops the test at an error.
func ok[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// refused checks that err is the service's, of that status and code, and says what is wanted.
func refused(t testing.TB, err error, status int, code, message string) {
	t.Helper()
	var failure common.ServiceError
	if !errors.As(err, &failure) {
		t.Errorf("error %v, want %d %s", err, status, code)
		return
	}
	if failure.GetHTTPStatusCode() != status || failure.GetCode() != code || !strings.Contains(failure.GetMessage(), message) {
		t.Errorf("%d %s %q, want %d %s and a message that says %q",
			failure.GetHTTPStatusCode(), failure.GetCode(), failure.GetMessage(), status, code, message)
	}
}

// eventually tries until it holds, for a minute.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func contains(s, part string) bool { return strings.Contains(s, part) }

// sessionKey signs as a resource principal does.
type sessionKey struct {
	key *rsa.PrivateKey
	id  string
}

func (s sessionKey) PrivateRSAKey() (*rsa.PrivateKey, error) { return s.key, nil }
func (s sessionKey) KeyID() (string, error)                  { return s.id, nil }
