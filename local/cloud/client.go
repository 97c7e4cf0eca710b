package cloud

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
)

// newClient trusts the machine's certificate authorities and, if there is a file,
// those in it.
func newClient(caCertFile string) (*http.Client, error) {
	if caCertFile == "" {
		return http.DefaultClient, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // some machines have none
	}
	certificates, err := os.ReadFile(caCertFile)
	if err != nil {
		return nil, fmt.Errorf("Options.CACertFile: %w", err)
	}
	if !roots.AppendCertsFromPEM(certificates) {
		return nil, fmt.Errorf("Options.CACertFile: %s has no certificate", caCertFile)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return &http.Client{Transport: transport}, nil
}
