package roots

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

func TestEmbedded(t *testing.T) {
	want := 0
	for root := range bundle.Roots() {
		if _, err := x509.ParseCertificate(root.Certificate); err != nil {
			t.Errorf("an authority cannot be parsed: %v", err)
		}
		want++
	}
	if got := len(embedded().Subjects()); got < 100 || got > want {
		t.Errorf("%d authorities of %d", got, want)
	}
}

// TestLoad runs in processes of its own: a program's authorities are set once.
func TestLoad(t *testing.T) {
	const variable = "ROOTS_TEST_EXPECT"
	if want := os.Getenv(variable); want != "" {
		Load()
		Load()
		system, err := x509.SystemCertPool()
		if err != nil {
			t.Fatal(err)
		}
		if empty := system.Equal(x509.NewCertPool()); empty {
			t.Fatal("there are no authorities")
		}
		if got := system.Equal(embedded()); got != (want == "embedded") {
			t.Errorf("the embedded authorities are used: %v, want %s", got, want)
		}
		return
	}
	folder := t.TempDir()
	one := filepath.Join(folder, "one.pem")
	if err := os.WriteFile(one, somePEM(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, file := range map[string]string{"embedded": filepath.Join(folder, "none.pem"), "system": one} {
		command := exec.Command(os.Args[0], "-test.run", "^TestLoad$")
		command.Env = append(os.Environ(), variable+"="+want, "SSL_CERT_FILE="+file, "SSL_CERT_DIR="+filepath.Join(folder, "none"))
		if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
			t.Errorf("%s: %v\n%s", want, err, out)
		}
	}
}

// somePEM returns the first of the embedded authorities, as a file has it.
func somePEM(t *testing.T) []byte {
	t.Helper()
	for root := range bundle.Roots() {
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate})
	}
	t.Fatal("there are no embedded authorities")
	return nil
}
