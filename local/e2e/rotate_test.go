//go:build engine

package e2e

import (
	"bytes"
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/stack/rotate"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// The account's password changes at B2C Service and then in Vault, and the function
// that runs goes on without a deployment.
func TestTheRotatedPasswordIsUsedAtOnce(t *testing.T) {
	root := copyRepository(t)
	s := newStack(t, root)
	s.config = filepath.Join(root, "stacks", "Pulumi.local.yaml") // which the commands change
	copyWithPorts(t, s.config, s.config, s.ports)
	s.up()
	s.mustAnswerGuide()

	if said, err := s.rotate("another-password"); err == nil || !strings.Contains(err.Error(), "B2C Service refuses the new password") {
		t.Fatalf("err = %v, want it to be refused before anything changes\n%s", err, said)
	}
	s.mustAnswerGuide()

	s.call(http.MethodPut, s.addresses.Desk+"/desk/password", `{"password": "another-password"}`)
	if status, _ := s.post("127.0.0.1", "application/json", s.guide()); status != http.StatusBadGateway {
		t.Fatalf("the function answers %d, though B2C Service refuses its password", status)
	}
	said, err := s.rotate("another-password")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if strings.Contains(said, "another-password") {
		t.Errorf("the command prints the password:\n%s", said)
	}
	if status, body := s.post("127.0.0.1", "application/json", s.guide()); status != http.StatusOK {
		t.Errorf("the function answers %d after the rotation: %s", status, body)
	}
	s.must("up", "--yes", "--skip-preview")
	if status, body := s.post("127.0.0.1", "application/json", s.guide()); status != http.StatusOK {
		t.Errorf("the function answers %d after the next up, which brought the old password back: %s", status, body)
	}
}

// rotate gives the stack another password.
func (s *stack) rotate(password string) (string, error) {
	s.t.Helper()
	var out bytes.Buffer
	err := rotate.Run(context.Background(), rotate.Options{
		Target: s.target(), Stack: "local", Setting: rotate.Password, Value: password, Out: &out,
	})
	return out.String(), err
}

// target is the stack's place, as scripts/stack has it.
func (s *stack) target() *target.Target {
	s.t.Helper()
	place, err := target.OnRunning(context.Background(), target.Options{
		Checkout: s.engine.Checkout, Ports: s.ports, Log: s.t.Output(), Getenv: func(string) string { return "" },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return place
}
