package cloud

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

const (
	// tokenLife is how long a function's token is good; the runner asks for a new one in time.
	tokenLife = time.Hour
	// tokenKept is how long all of a function's instances get the same one (OCI Functions:
	// Accessing Other Oracle Cloud Infrastructure Resources from Running Functions).
	tokenKept = 15 * time.Minute
)

// sessions are functions' resource principals. They are the runner.Credentials.
type sessions struct {
	tokens *signature.Tokens
	keys   chan *rsa.PrivateKey // made ahead, with the one that waits to go in two: no start of a function should wait
	stop   chan struct{}

	mu   sync.Mutex
	kept map[signature.Principal]session
}

type session struct {
	token string
	key   []byte // PEM
	until time.Time
}

func newSessions(tokens *signature.Tokens) *sessions {
	s := &sessions{tokens: tokens, keys: make(chan *rsa.PrivateKey, 1), stop: make(chan struct{}), kept: map[signature.Principal]session{}}
	go s.makeKeys()
	return s
}

func (s *sessions) makeKeys() {
	for {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return // Issue makes one itself and reports why it cannot
		}
		select {
		case s.keys <- key:
		case <-s.stop:
			return
		}
	}
}

func (s *sessions) close() { close(s.stop) }

// Issue gives a function's resource principal, which its instances share for a while: to
// make a key takes longer than to start a process.
func (s *sessions) Issue(_ context.Context, f runner.Function) (string, []byte, error) {
	p := signature.Principal{Type: "fnfunc", ID: f.ID, TenancyID: f.TenancyID, CompartmentID: f.CompartmentID}
	now := s.tokens.Clock()
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.kept, func(_ signature.Principal, old session) bool { return !now.Before(old.until) })
	if have, ok := s.kept[p]; ok {
		return have.token, have.key, nil
	}
	key, err := s.key()
	if err != nil {
		return "", nil, fmt.Errorf("making a session key for %s: %w", f.ID, err)
	}
	token, err := s.tokens.Issue(p, &key.PublicKey, tokenLife)
	if err != nil {
		return "", nil, err
	}
	made := session{token, encodeKey(key), now.Add(tokenKept)}
	s.kept[p] = made
	return made.token, made.key, nil
}

func (s *sessions) key() (*rsa.PrivateKey, error) {
	select {
	case key := <-s.keys:
		return key, nil
	default:
		return rsa.GenerateKey(rand.Reader, 2048)
	}
}
