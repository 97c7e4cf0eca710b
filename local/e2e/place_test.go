//go:build engine

package e2e

import (
	"fmt"
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
	regions, resources = map[string]string{}, map[string]string{}
	for _, r := range s.state().resources() {
		switch kind := r["type"].(string); {
		case kind == "pulumi:providers:oci":
			regions[fmt.Sprintf("%s::%s", r["urn"], r["id"])], _ = r["inputs"].(map[string]any)["region"].(string)
		case strings.HasPrefix(kind, "oci:"):
			resources[r["urn"].(string)], _ = r["provider"].(string)
		}
	}
	return regions, resources
}
