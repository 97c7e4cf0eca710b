package authority

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
)

// Roots are the authority besides those that the system trusts.
func (a *Authority) Roots() *x509.CertPool {
	trusted, err := x509.SystemCertPool()
	if err != nil { // a system without any
		trusted = x509.NewCertPool()
	}
	trusted.AddCert(a.certificate)
	return trusted
}

// Client returns an HTTP client that trusts the authority besides those that the
// system trusts.
func (a *Authority) Client() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: a.Roots()}
	return &http.Client{Transport: transport}
}
