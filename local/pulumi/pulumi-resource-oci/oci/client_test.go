package oci

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
)

var pemKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
})

var testService = &Service{
	Client: "oci_core.VirtualNetworkClient", Name: "iaas",
	Template: "https://iaas.{region}.{secondLevelDomain}", Base: "/20160918",
}

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func newClient(t *testing.T, env map[string]string) *Client {
	t.Helper()
	config, err := ConfigProvider(Settings{
		"tenancyOcid": "ocid1.tenancy.oc1..a", "userOcid": "ocid1.user.oc1..a", "fingerprint": "00:11",
		"region": "eu-frankfurt-1", "privateKey": pemKey(),
	}, environment(env))
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewClient(config, Options{
		Getenv: environment(env), FirstPoll: time.Millisecond, LastPoll: time.Millisecond, RetryPause: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRetry: what passes is tried again, what does not is not.
func TestRetry(t *testing.T) {
	for _, test := range []struct {
		status    int
		code      string
		conflicts bool // whether a conflict may pass
		calls     int
	}{
		{http.StatusTooManyRequests, "TooManyRequests", false, 3},
		{http.StatusServiceUnavailable, "ServiceUnavailable", false, 3},
		{http.StatusConflict, "IncorrectState", false, 3},
		{http.StatusConflict, "Conflict", true, 3},
		{http.StatusConflict, "Conflict", false, 1},
		{http.StatusNotImplemented, "NotImplemented", false, 1},
		{http.StatusNotFound, "NotAuthorizedOrNotFound", false, 1},
		{http.StatusBadRequest, "InvalidParameter", false, 1},
	} {
		calls, tokens := 0, map[string]bool{}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tokens[r.Header.Get("opc-retry-token")] = true
			w.Header().Set("Content-Type", "application/json")
			if calls++; calls < 3 {
				w.WriteHeader(test.status)
				w.Write([]byte(`{"code":"` + test.code + `","message":"m"}`))
				return
			}
			w.Write([]byte(`{}`))
		}))
		c := newClient(t, map[string]string{"CLIENT_HOST_OVERRIDES": testService.Client + "=" + server.URL})
		_, err := c.Do(context.Background(), Request{
			Service: testService, Method: "POST", Path: "/vcns", Body: map[string]any{"a": "b"}, RetryConflict: test.conflicts,
		})
		server.Close()
		if calls != test.calls || (err == nil) != (test.calls == 3) {
			t.Errorf("%d %s: %d calls, error %v", test.status, test.code, calls, err)
		}
		if len(tokens) != 1 || tokens[""] {
			t.Errorf("%d %s: retry tokens %v", test.status, test.code, tokens)
		}
	}
}

// TestHost: the resource's own endpoint, the override, the region's.
func TestHost(t *testing.T) {
	for _, test := range []struct{ endpoint, overrides, want string }{
		{"", "", "https://iaas.eu-frankfurt-1.oraclecloud.com"},
		{"", "oci_core.VirtualNetworkClient=http://127.0.0.1:8480", "http://127.0.0.1:8480"},
		{"", "oci_core.ComputeClient=http://127.0.0.1:8480", "https://iaas.eu-frankfurt-1.oraclecloud.com"},
		{"https://vault.example/", "oci_core.VirtualNetworkClient=http://127.0.0.1:8480", "https://vault.example"},
	} {
		c := newClient(t, map[string]string{"CLIENT_HOST_OVERRIDES": test.overrides})
		if got, err := c.host(testService, test.endpoint); got != test.want || err != nil {
			t.Errorf("endpoint %q, overrides %q: %s, %v; want %s", test.endpoint, test.overrides, got, err, test.want)
		}
	}
}

// FuzzHost: whatever the variable holds, calls go to a bare address, or to the
// region's.
func FuzzHost(f *testing.F) {
	f.Add("oci_core.VirtualNetworkClient=http://127.0.0.1:8480/20160918;a=b")
	f.Add("oci_core.VirtualNetworkClient=host")
	f.Add("oci_core.VirtualNetworkClient=http://u:p@h")
	f.Fuzz(func(t *testing.T, overrides string) {
		c := &Client{
			options: Options{Getenv: environment(map[string]string{"CLIENT_HOST_OVERRIDES": overrides})},
			config:  newClientConfig(t),
		}
		host, err := c.host(testService, "")
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(host)
		if err != nil || u.Host == "" || u.Path != "" || u.User != nil {
			t.Errorf("%q leads to %q", overrides, host)
		}
	})
}

func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close() // so that nothing listens there
	c := newClient(t, map[string]string{"CLIENT_HOST_OVERRIDES": testService.Client + "=" + server.URL})
	_, err := c.Do(context.Background(), Request{Service: testService, Method: "GET", Path: "/vcns/x"})
	if err == nil || !strings.Contains(err.Error(), "scripts/local up") {
		t.Errorf("error %v", err)
	}
}

// TestAnswerIsCapped: an endless answer does not fill the memory.
func TestAnswerIsCapped(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`"` + strings.Repeat("a", maxAnswer) + `"`))
	}))
	defer server.Close()
	c := newClient(t, map[string]string{"CLIENT_HOST_OVERRIDES": testService.Client + "=" + server.URL})
	_, err := c.Do(context.Background(), Request{Service: testService, Method: "GET", Path: "/vcns/x"})
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("error %v", err)
	}
}

func newClientConfig(t *testing.T) common.ConfigurationProvider {
	t.Helper()
	config, err := ConfigProvider(Settings{"region": "eu-frankfurt-1"}, environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	return config
}
