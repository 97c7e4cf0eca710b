// Package authority is the local certificate authority: it stands for the
// public ones, so that the functions speak https to the desk and verify its
// certificate as they would anywhere.
//
// The authority's key is made once per checkout and kept beside its
// certificate; a server certificate for the loopback addresses is made anew at
// every start and kept in memory only. Functions learn of the authority through
// SSL_CERT_FILE, the variable Go programs and OpenSSL read.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// How long certificates live: the authority as long as a checkout might, a
// server's certificate as long as a daemon might run.
const (
	authorityLife = 10 * 365 * 24 * time.Hour
	serverLife    = 365 * 24 * time.Hour
)

// Authority can issue certificates for the loopback addresses.
type Authority struct {
	CertFile string // the authority's certificate, PEM

	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Open reads the authority in folder dir, or makes a new one there.
func Open(dir string, now time.Time) (*Authority, error) {
	a, err := load(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && now.After(a.certificate.NotAfter)) {
		if err := create(dir, now); err != nil {
			return nil, fmt.Errorf("making a certificate authority in %s: %w", dir, err)
		}
		a, err = load(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the certificate authority in %s: %w (scripts/local reset makes a new one)", dir, err)
	}
	return a, nil
}

// ServerConfig returns a TLS configuration with a new certificate for
// 127.0.0.1, ::1 and localhost.
func (a *Authority) ServerConfig(now time.Time) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate("cxbridge local desk", now, serverLife)
	if err != nil {
		return nil, err
	}
	template.DNSNames = []string{"localhost"}
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}, nil
}

func newTemplate(name string, now time.Time, life time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: name, Organization: []string{"cxbridge"}},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(life),
		BasicConstraintsValid: true,
	}, nil
}

func certPath(dir string) string { return filepath.Join(dir, "ca.pem") }
func keyPath(dir string) string  { return filepath.Join(dir, "ca-key.pem") }

// create makes an authority, or another one in the place of an expired one. What is killed
// meanwhile leaves no certificate, and the next makes it anew.
func create(dir string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template, err := newTemplate("cxbridge local authority", now, authorityLife)
	if err != nil {
		return err
	}
	template.IsCA = true
	template.KeyUsage = x509.KeyUsageCertSign
	// It can vouch for this machine's loopback addresses and for nothing else.
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains = []string{"localhost"}
	template.PermittedIPRanges = []*net.IPNet{
		{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
		{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.RemoveAll(certPath(dir))); err != nil {
		return err
	}
	if err := writePEM(keyPath(dir), "EC PRIVATE KEY", keyDER, 0o600); err != nil {
		return err
	}
	temporary := certPath(dir) + ".new"
	if err := writePEM(temporary, "CERTIFICATE", der, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, certPath(dir))
}

func writePEM(path, kind string, der []byte, mode fs.FileMode) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode)
}

func load(dir string) (*Authority, error) {
	pair, err := tls.LoadX509KeyPair(certPath(dir), keyPath(dir))
	if err != nil {
		return nil, err
	}
	key, is := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !is {
		return nil, fmt.Errorf("%s holds a key of another kind than it was made with", keyPath(dir))
	}
	return &Authority{CertFile: certPath(dir), certificate: pair.Leaf, key: key}, nil
}
