// Package roots gives a program the certificate authorities that an image built from nothing lacks.
//
// They are those of golang.org/x/crypto/x509roots/fallback, the list that Go's own team keeps in step with Mozilla's. That
// package parses all of them before main runs, which was a quarter of the time that a function took to start (1.9 ms of
// 7 ms, two cores). So only its bundle is used here, and parsed when a connection first needs it; not at all if the system has
// authorities, as with SSL_CERT_FILE.
package roots

import (
	"crypto/x509"
	"sync"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// Load makes the embedded authorities those of the program, if the system has none. Call it before a connection is made. It
// may be called as often as one likes; the first call does the work.
func Load() { load() }

var load = sync.OnceFunc(func() {
	if system, err := x509.SystemCertPool(); err == nil && !system.Equal(x509.NewCertPool()) {
		return
	}
	x509.SetFallbackRoots(embedded())
})

// embedded returns the pool of the embedded authorities.
func embedded() *x509.CertPool {
	pool := x509.NewCertPool()
	for root := range bundle.Roots() {
		certificate, err := x509.ParseCertificate(root.Certificate)
		switch {
		case err != nil:
			continue // one that this version of Go does not understand can vouch for nobody
		case root.Constraint == nil:
			pool.AddCert(certificate)
		default:
			pool.AddCertWithConstraint(certificate, root.Constraint)
		}
	}
	return pool
}
