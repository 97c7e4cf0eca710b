//go:build engine

package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// The stack's life: up, nothing to do, no drift, gone without a trace, and up
// again at once, though the vault keeps its secrets' names.
func TestLife(t *testing.T) {
	s := newStack(t, repository(t))
	s.up()
	s.must("preview", "--expect-no-changes")
	s.must("up", "--yes", "--skip-preview", "--expect-no-changes")
	s.must("refresh", "--yes", "--skip-preview", "--expect-no-changes")
	s.mustNotHoldSecrets()

	s.must("destroy", "--yes", "--skip-preview")
	s.mustBeEmpty()
	s.up()
	s.mustAnswerGuide()
}

// mustBeEmpty looks for what a destroy left behind in the cloud.
func (s *stack) mustBeEmpty() {
	s.t.Helper()
	resources, err := s.daemon.Cloud.Resources(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range resources {
		if !r.Pending() {
			s.t.Errorf("destroy left behind %s %s (%s, %s)", r.Kind, r.Name, r.State, r.ID)
		}
	}
}

// mustNotHoldSecrets looks for the passwords of the desk and of the application's
// client and user, in the clear and encoded, wherever the engine and the cloud
// write text.
func (s *stack) mustNotHoldSecrets() {
	s.t.Helper()
	err := filepath.WalkDir(s.engine.Checkout.Home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !(strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".log")) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, secret := range []string{daemon.DeskPassword, "local-events-secret", "local-events-password"} {
			if encoded := base64.RawStdEncoding.EncodeToString([]byte(secret)); bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte(encoded)) {
				s.t.Errorf("%s holds %s", path, secret)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Error(err)
	}
}
