//go:build engine

package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// Where the tenancy's home is another region, policies and dynamic groups are made
// there, and all else in the stack's region.
func TestIdentityIsMadeAtHome(t *testing.T) {
	s := newStackOn(t, repository(t), daemon.Behaviour{Assume: []string{"HomeRegion=us-phoenix-1"}})
	s.up()
	s.mustAnswerGuide()
	regions, resources := s.placed()
	for urn, provider := range resources {
		want := "us-ashburn-1"
		if strings.Contains(urn, "$oci:Identity/") {
			want = "us-phoenix-1"
		}
		if got := regions[provider]; got != want {
			t.Errorf("%s is made in %q, want %s", urn, got, want)
		}
	}
	if len(resources) < 50 {
		t.Errorf("the state has %d resources of OCI", len(resources))
	}
}

// placed are the regions of the oci providers in the state, by their URN and id as
// resources refer to them, and the provider of each resource of OCI.
func (s *stack) placed() (regions, resources map[string]string) {
	s.t.Helper()
	out, err := s.engine.Command(s.t.Context(), "stack", "export", "-s", "local").Output()
	if err != nil {
		s.t.Fatalf("pulumi stack export: %v", err)
	}
	var state struct {
		Deployment struct {
			Resources []struct {
				URN, ID, Type, Provider string
				Inputs                  map[string]any
			}
		}
	}
	if err := json.Unmarshal(out, &state); err != nil {
		s.t.Fatal(err)
	}
	regions, resources = map[string]string{}, map[string]string{}
	for _, r := range state.Deployment.Resources {
		switch {
		case r.Type == "pulumi:providers:oci":
			regions[r.URN+"::"+r.ID], _ = r.Inputs["region"].(string)
		case strings.HasPrefix(r.Type, "oci:"):
			resources[r.URN] = r.Provider
		}
	}
	return regions, resources
}
