package cloud

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

// keyring has the user's API key and the key that signs functions' tokens. It is the
// signature.Keys of the API and the runner.Credentials of functions.
type keyring struct {
	user   signature.Principal
	api    *rsa.PrivateKey
	tokens *signature.Tokens
	*sessions
}

func openKeyring(dir string, o Options) (*keyring, error) {
	api, err := openKey(filepath.Join(dir, "api_key.pem"))
	if err != nil {
		return nil, err
	}
	token, err := openKey(filepath.Join(dir, "token_key.pem"))
	if err != nil {
		return nil, err
	}
	tokens := &signature.Tokens{Key: token, Clock: o.Clock}
	return &keyring{
		user:     signature.Principal{Type: "user", ID: o.User, TenancyID: o.Tenancy},
		api:      api,
		tokens:   tokens,
		sessions: newSessions(tokens),
	}, nil
}

func (k *keyring) keyID() string {
	return k.user.TenancyID + "/" + k.user.ID + "/" + fingerprint(&k.api.PublicKey)
}

// Key finds who a keyId stands for.
func (k *keyring) Key(keyID string) (signature.Principal, *rsa.PublicKey, error) {
	if token, ok := signature.CutToken(keyID); ok {
		return k.tokens.Read(token)
	}
	if keyID != k.keyID() {
		return signature.Principal{}, nil, errors.New("the keyId is not that of the local user's API key: use the cloud's own OCI config file")
	}
	return k.user, &k.api.PublicKey, nil
}

// openKey reads a key, or makes one where there is none.
func openKey(path string) (*rsa.PrivateKey, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, fmt.Errorf("making the key %s: %w", path, err)
		}
		return key, writePrivate(path, encodeKey(key))
	}
	if err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("reading the key %s: it is not PEM; delete it to get a new one", path)
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("reading the key %s (delete it to get a new one): %w", path, err)
	}
	return key, nil
}

func encodeKey(key *rsa.PrivateKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}

// writePrivate writes a file for its owner only, in a folder for its owner only. What is
// killed meanwhile leaves the former file, or none, but never a part of one.
func writePrivate(path string, data []byte) error {
	temporary := path + ".new"
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		// A file that is there keeps its mode when written over.
		err = os.RemoveAll(temporary)
	}
	if err == nil {
		err = os.WriteFile(temporary, data, 0o600)
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
