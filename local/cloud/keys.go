package cloud

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

// tokenLife is how long a function's token is good; the runner asks for a new one in time.
const tokenLife = time.Hour

// keyring has the user's API key and the key that signs functions' tokens. It is the
// signature.Keys of the API and the runner.Credentials of functions.
type keyring struct {
	user     signature.Principal
	api      *rsa.PrivateKey
	tokens   *signature.Tokens
	sessions chan *rsa.PrivateKey // made ahead: a function's start should not wait for a key
	stop     chan struct{}
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
	k := &keyring{
		user:     signature.Principal{Type: "user", ID: o.User, TenancyID: o.Tenancy},
		api:      api,
		tokens:   &signature.Tokens{Key: token, Clock: o.Clock},
		sessions: make(chan *rsa.PrivateKey, 2),
		stop:     make(chan struct{}),
	}
	go k.makeSessions()
	return k, nil
}

func (k *keyring) makeSessions() {
	for {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return // Issue makes one itself and reports why it cannot
		}
		select {
		case k.sessions <- key:
		case <-k.stop:
			return
		}
	}
}

func (k *keyring) close() { close(k.stop) }

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

// Issue makes a resource principal for a function.
func (k *keyring) Issue(_ context.Context, f runner.Function) (string, []byte, error) {
	var session *rsa.PrivateKey
	select {
	case session = <-k.sessions:
	default:
		var err error
		if session, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return "", nil, fmt.Errorf("making a session key for %s: %w", f.ID, err)
		}
	}
	p := signature.Principal{Type: "fnfunc", ID: f.ID, TenancyID: f.TenancyID, CompartmentID: f.CompartmentID}
	token, err := k.tokens.Issue(p, &session.PublicKey, tokenLife)
	return token, encodeKey(session), err
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

// writePrivate writes a file for its owner only, in a folder for its owner only.
func writePrivate(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	// A file that is there keeps its mode when written over.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
