package oauth

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// Settings keeps values by name; make gives a value the first time.
type Settings interface {
	Setting(name string, make func() ([]byte, error)) ([]byte, error)
}

// signingKey signs the tokens.
type signingKey struct {
	signer jose.Signer
	public jose.JSONWebKey
}

// keyBits is the size of the key, that of Oracle Identity Cloud Service's.
const keyBits = 2048

// loadKey reads the key, or makes it.
func loadKey(settings Settings) (*signingKey, error) {
	encoded, err := settings.Setting("token signing key", func() ([]byte, error) {
		key, err := rsa.GenerateKey(rand.Reader, keyBits)
		if err != nil {
			return nil, err
		}
		return x509.MarshalPKCS8PrivateKey(key)
	})
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(encoded)
	if err != nil {
		return nil, fmt.Errorf("reading the key that signs tokens: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the key that signs tokens is not RSA")
	}
	return newSigningKey(key)
}

func newSigningKey(key *rsa.PrivateKey) (*signingKey, error) {
	public := jose.JSONWebKey{Key: key.Public(), Algorithm: string(jose.RS256), Use: "sig"}
	thumbprint, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, err
	}
	public.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: public.KeyID}},
		(&jose.SignerOptions{}).WithType("JWT"),
	)
	return &signingKey{signer: signer, public: public}, err
}
