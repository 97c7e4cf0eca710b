package cloud

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

// Instances of one function share a token and its key for a while, functions do not.
func TestSessionsAreAFunctions(t *testing.T) {
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	s := newSessions(&signature.Tokens{Key: own, Clock: func() time.Time { return now }})
	defer s.close()
	issue := func(id string) session {
		t.Helper()
		token, key, err := s.Issue(context.Background(), runner.Function{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		if p, _, err := s.tokens.Read(token); err != nil || p.ID != id {
			t.Errorf("the token of %s is %s's, %v", id, p.ID, err)
		}
		return session{token: token, key: key}
	}
	same := func(a, b session) bool { return a.token == b.token && string(a.key) == string(b.key) }
	first, other := issue("f"), issue("g")
	if string(first.key) == string(other.key) {
		t.Error("two functions have one key")
	}
	now = now.Add(tokenKept - time.Second)
	if again := issue("f"); !same(first, again) {
		t.Error("a second instance has another token or key than the first")
	}
	now = now.Add(time.Second)
	if later := issue("f"); later.token == first.token || string(later.key) == string(first.key) {
		t.Errorf("after %s the token or its key is the same", tokenKept)
	}
	if len(s.kept) != 1 {
		t.Errorf("%d sessions are kept, want that of f alone", len(s.kept))
	}
}
