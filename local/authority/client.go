package authority

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
)

// Client returns an HTTP client that trusts the authority besides those that the
// system trusts.
func (a *Authority) Client() *http.Client {
	trusted, err := x509.SystemCertPool()
	if err != nil { // a system without any
		trusted = x509.NewCertPool()
	}
	trusted.AddCert(a.certificate)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: trusted}
	return &http.Client{Transport: transport}
}
