//go:build engine

package enginetest

import (
	"errors"
	"net/http"
	"os"
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

// TestProvidersConfiguration: explicit providers have the stack's settings oci:…, and keep their secrets.
func TestProvidersConfiguration(t *testing.T) {
	r := newRigOf(t, "guarded", "")
	key, err := os.ReadFile(writeKey(t))
	if err != nil {
		t.Fatal(err)
	}
	r.pulumi("config", "set", "--secret", "oci:privateKey", "\n"+string(key)) // or it is taken for a flag
	for name, text := range map[string]string{"tenancyOcid": "ocid1.tenancy.oc1..other", "userOcid": "ocid1.user.oc1..other", "fingerprint": "22:33"} {
		r.pulumi("config", "set", "oci:"+name, text)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	for _, call := range r.fake.Requests("") {
		if signature := call.Header.Get("Authorization"); !strings.Contains(signature, `"ocid1.tenancy.oc1..other/ocid1.user.oc1..other/22:33"`) {
			t.Errorf("%s %s is signed by %s", call.Method, call.Path, signature)
		}
	}
	state := r.pulumi("stack", "export")
	if secret := strings.Split(string(key), "\n")[1]; strings.Contains(state, secret) {
		t.Error("the state has the private key in the clear")
	}
	for _, region := range []string{"us-ashburn-1", "us-phoenix-1"} {
		if !strings.Contains(state, `"region": "`+region+`"`) {
			t.Errorf("no provider is in %s", region)
		}
	}
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

// TestGuardedMembers: an OCID is held against those of the resources that it may be of, as soon as they have any.
func TestGuardedMembers(t *testing.T) {
	r := newRigOf(t, "guarded", "")
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("config", "set", "faults", "stranger")
	if out, want := r.refused("preview"), "has the member ocid1.fnfunc.oc1..stranger, which is none of its flow"; !strings.Contains(out, want) {
		t.Errorf("the preview does not say %q:\n%s", want, out)
	}
}
