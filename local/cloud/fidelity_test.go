package cloud_test

import (
	"net/http"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// startWith is a cloud with one assumption changed.
func startWith(t *testing.T, name, value string) *bench {
	t.Helper()
	switches := patient()
	if err := switches.Set(name, value); err != nil {
		t.Fatal(err)
	}
	return start(t, func(o *cloud.Options) { o.Fidelity = switches })
}

func TestPoliciesCanBeSwitchedOff(t *testing.T) {
	b := startWith(t, "PoliciesEnforced", "false")
	n, s := newNet(t, b), newSafe(t, b)
	_, f := n.function(t, nil)
	secret := s.secret(t, "any", "swordfish")
	if _, text, err := n.invoke(t, f, "secret "+*secret.Id); err != nil || text != "c3dvcmRmaXNo" {
		t.Errorf("a secret without a policy: %q, %v", text, err)
	}
}

func TestPushCanBeKeptFromMakingRepositories(t *testing.T) {
	b := startWith(t, "PushCreatesRepository", "false")
	r, err := http.NewRequest("POST", b.URL()+"/v2/cxbridge/new/blobs/uploads/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("cxbridge/local", "local-auth-token")
	if response, body := send(t, r); response.StatusCode != http.StatusForbidden || !contains(body, "create it first") {
		t.Errorf("a push to a repository that does not exist: %d %s", response.StatusCode, body)
	}
}
