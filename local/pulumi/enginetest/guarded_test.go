//go:build engine

package enginetest

import (
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// refused runs the CLI, which must fail, and gives what it says.
func (r *rig) refused(args ...string) string {
	r.t.Helper()
	out, err := r.try(args...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		r.t.Errorf("pulumi %s ends with %v", strings.Join(args, " "), err)
	}
	return out
}

// TestGuarded: a stack that breaks no rule lives, though it is looked at.
func TestGuarded(t *testing.T) {
	r := newRigOf(t, "guarded", "")
	if out := r.pulumi("preview"); warning.MatchString(out) {
		t.Errorf("the preview warns:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("preview", "--expect-no-changes")
	r.pulumi("destroy", "--yes")
}

// TestGuardedPreview: a preview fails, names all resources that break rules, also such as depend on one, and makes nothing.
func TestGuardedPreview(t *testing.T) {
	r := newRigOf(t, "guarded", "")
	r.pulumi("config", "set", "faults", "several")
	out := r.refused("preview")
	for _, part := range []string{
		"the stack breaks 5 rule(s) of infra/policy",
		"oci:Identity/policy:Policy endpoints allows more than its flow needs: Allow dynamic-group enginetest-test-endpoints to manage secret-family",
		"infra/access/statements.go: say no more than the flow needs",
		"oci:Core/vcn:Vcn untagged is not tagged owner=tests",
		"oci:Core/vcn:Vcn untagged is not tagged project=enginetest",
		"oci:Core/vcn:Vcn untagged is not tagged stack=test",
		`oci:Core/networkSecurityGroup:NetworkSecurityGroup elsewhere has the provider "", not "region"`,
	} {
		if !strings.Contains(out, part) {
			t.Errorf("the preview does not say %q:\n%s", part, out)
		}
	}
	if calls := r.fake.Requests(http.MethodPost); len(calls) != 0 {
		t.Errorf("the preview made %v", calls)
	}
}

// TestGuardedUp: what a preview could not know is looked at before it is made.
func TestGuardedUp(t *testing.T) {
	r := newRigOf(t, "guarded", "")
	r.pulumi("config", "set", "faults", "late")
	r.pulumi("preview")
	out := r.refused("up", "--yes", "--skip-preview")
	if want := "oci:Identity/policy:Policy endpoints has a statement that is of no known form: Allow any-user to manage all-resources"; !strings.Contains(out, want) {
		t.Errorf("up does not say %q:\n%s", want, out)
	}
	for _, call := range r.fake.Requests(http.MethodPost) {
		if strings.HasSuffix(call.Path, "/policies") {
			t.Errorf("the policy was made: %v", call.Body)
		}
	}
}
