package authority

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// get asks an https server that has a certificate of a for its greeting.
func get(t *testing.T, a *Authority, client *http.Client) (string, error) {
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

	answer, err := client.Get(server.URL)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

// trusting trusts only the authority in a file, as the functions do.
func trusting(t *testing.T, path string) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pool.AppendCertsFromPEM(content)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
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
	if body, err := get(t, again, trusting(t, first.CertFile)); err != nil || body != "hello" {
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
	for name, client := range map[string]*http.Client{"file": trusting(t, other.CertFile), "Client": other.Client()} {
		if _, err := get(t, one, client); err == nil {
			t.Errorf("%s: a certificate of another authority was accepted", name)
		}
	}
	if body, err := get(t, one, one.Client()); err != nil || body != "hello" {
		t.Errorf("get = %q, %v: Client does not trust its own authority", body, err)
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
	if _, err := get(t, fresh, trusting(t, fresh.CertFile)); err != nil {
		t.Errorf("the renewed authority is not usable: %v", err)
	}
}

func TestABrokenKeyNamesTheNextStep(t *testing.T) {
	other := t.TempDir()
	if _, err := Open(other, time.Now()); err != nil {
		t.Fatal(err)
	}
	keyOfAnother, err := os.ReadFile(filepath.Join(other, "ca-key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"no key": []byte("nonsense"), "another's key": keyOfAnother} {
		dir := t.TempDir()
		if _, err := Open(dir, time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "ca-key.pem"), key, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, time.Now()); err == nil || !strings.Contains(err.Error(), "scripts/local reset") {
			t.Errorf("%s: err = %v", name, err)
		}
	}
}

// What was killed while it made an authority leaves a key without a certificate.
func TestAnAuthorityThatIsNotWholeIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "ca.pem")); err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, again, trusting(t, again.CertFile)); err != nil {
		t.Errorf("the new one is not usable: %v", err)
	}
}
