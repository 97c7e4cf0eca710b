//go:build engine

package e2e

import (
	"strings"
	"testing"
)

// A protected stack outlives a destroy, whose preview finds vault, key, gateway and
// ledger protected. Who takes the protection away can tear it down.
func TestAProtectedStackIsNotDestroyed(t *testing.T) {
	s := newStack(t, repository(t))
	s.set("protect", "true")
	s.up()
	said, err := s.pulumi("destroy", "--yes")
	if err == nil || !strings.Contains(said, "protect") {
		t.Fatalf("destroy: %v\n%s", err, said)
	}
	s.mustAnswerGuide()

	s.unset("protect", "true")
	s.up()
	s.must("destroy", "--yes", "--skip-preview")
	s.mustBeEmpty()
}
