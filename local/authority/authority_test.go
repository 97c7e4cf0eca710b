package authority

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// get asks an https server that has a certificate of a for its greeting,
// trusting only the authority in file roots.
func get(t *testing.T, a *Authority, roots string) (string, error) {
	t.Helper()
	config, err := a.ServerConfig(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "hello")
	}))
	server.TLS = config
	server.StartTLS()
	defer server.Close()

	pool := x509.NewCertPool()
	content, err := os.ReadFile(roots)
	if err != nil {
		t.Fatal(err)
	}
	pool.AppendCertsFromPEM(content)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	answer, err := client.Get(server.URL)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func TestAuthorityIsTrustedAfterARestart(t *testing.T) {
	dir := t.TempDir()
	first, err := Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if body, err := get(t, again, first.CertFile); err != nil || body != "hello" {
		t.Errorf("get = %q, %v: the authority changed with a restart", body, err)
	}
}

func TestAnotherAuthorityIsNotTrusted(t *testing.T) {
	one, err := Open(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, one, other.CertFile); err == nil {
		t.Error("a certificate of another authority was accepted")
	}
}

func TestAnExpiredAuthorityIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, time.Now().Add(-2*authorityLife)); err != nil {
		t.Fatal(err)
	}
	fresh, err := Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, fresh, fresh.CertFile); err != nil {
		t.Errorf("the renewed authority is not usable: %v", err)
	}
}

func TestABrokenKeyNamesTheNextStep(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "ca-key.pem"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, time.Now()); err == nil {
		t.Error("a broken key was accepted")
	}
}
