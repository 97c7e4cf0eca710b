package cloud_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// remove deletes one thing, or has its deletion scheduled where that is all there is.
func (s tagged) remove(t testing.TB, name, path string) {
	t.Helper()
	method, at := "DELETE", s.fill(path)+"/"+s.made[name]
	if slices.Contains([]string{"vault", "key", "secret"}, name) {
		method, at = "POST", at+"/actions/scheduleDeletion"
	}
	if r, body := s.raw(t, method, at, ""); r.StatusCode >= 300 {
		t.Errorf("deleting %s: %d %s", name, r.StatusCode, body)
	}
}

// Two stacks are made and unmade at the same time, in one compartment and with one vault.
func TestTwoStacksAtTheSameTime(t *testing.T) {
	b := start(t)
	shared := newTagged(t, b, "foundation")
	own := slices.Clone(taggedThings)
	for _, name := range []string{"vault", "key"} {
		i := slices.IndexFunc(own, func(c taggedThing) bool { return c.name == name })
		shared.make(t, name, own[i].path, own[i].body)
		own = slices.Delete(own, i, i+1)
	}
	t.Run("stacks", func(t *testing.T) {
		for _, stack := range []string{"one", "two"} {
			t.Run(stack, func(t *testing.T) {
				t.Parallel()
				s := newTagged(t, b, stack)
				s.made["vault"], s.made["key"] = shared.made["vault"], shared.made["key"]
				for range 2 { // the second time by another name: that of the secret is taken
					for _, c := range own {
						s.make(t, c.name, c.path, c.body)
					}
					if status, _ := call(t, "GET", s.endpoint(t), ""); status != 200 {
						t.Errorf("the deployment of %s answers %d", stack, status)
					}
					for _, c := range slices.Backward(own) {
						s.remove(t, c.name, c.path)
					}
					s.made["stack"] += "again"
				}
			})
		}
	})
	for _, r := range ok[[]cloud.Resource](t)(b.Resources(ctx)) {
		if !r.Pending() && r.ID != shared.made["vault"] && r.ID != shared.made["key"] && r.Kind != "containerrepo" {
			t.Errorf("%s %s is left", r.Kind, r.Name)
		}
	}
}

// endpoint is where the stack's deployment answers.
func (s tagged) endpoint(t testing.TB) string {
	t.Helper()
	e := newEdge(t, &net{bench: s.bench})
	return *ok[apigateway.GetDeploymentResponse](t)(e.deployments.GetDeployment(ctx, apigateway.GetDeploymentRequest{DeploymentId: str(s.made["deployment"])})).Endpoint + "/"
}

// What is unique in the tenancy, in a compartment or in a vault is refused to a second
// stack of the same name, and nothing else is.
func TestNamesASecondStackCannotHave(t *testing.T) {
	b := start(t)
	first := newTagged(t, b, "test")
	for _, c := range taggedThings {
		first.make(t, c.name, c.path, c.body)
	}
	taken := map[string]string{
		"dynamic group": "409 EntityAlreadyExists", "policy": "409 PolicyAlreadyExists", "topic": "409 Conflict", "repository": "409 NAMESPACE_CONFLICT",
		"application": "409 Conflict", "log group": "409 Conflict", "table": "409 TableAlreadyExists", "secret": "400 InvalidParameter",
		"function": "409 Conflict", "deployment": "409 Conflict", "log": "409 Conflict",
	}
	second := newTagged(t, b, "test")
	for _, c := range taggedThings {
		if taken[c.name] == "" {
			second.make(t, c.name, c.path, c.body)
			continue
		}
		second.made[c.name] = first.made[c.name]
		if c.name == "secret" { // names are a vault's
			second.made["vault"], second.made["key"] = first.made["vault"], first.made["key"]
		}
		if c.name == "deployment" { // prefixes are a gateway's
			second.made["gateway"] = first.made["gateway"]
		}
		r, body := second.post(t, c.path, c.body)
		if got := r.Status[:4] + code(t, body); got != taken[c.name] {
			t.Errorf("a second %s: %s, want %s", c.name, got, taken[c.name])
		}
	}
}

func code(t testing.TB, body string) string {
	t.Helper()
	var failure struct{ Code string }
	if err := json.Unmarshal([]byte(body), &failure); err != nil {
		t.Errorf("%v in %s", err, body)
	}
	return failure.Code
}
