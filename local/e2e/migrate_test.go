//go:build engine

package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/engine"
)

// A stack of a program that left the choice of its provider to the engine, as this one
// once did, is taken over by the providers region and home without being made anew.
func TestAStackOfTheDefaultProviderIsKept(t *testing.T) {
	s := newStack(t, repository(t))
	s.up()
	before := s.state()
	made := before.ids()

	before.useDefaultProvider()
	s.replaceState(before)
	s.must("up", "--yes", "--skip-preview")
	if diff := cmp.Diff(made, s.state().ids()); diff != "" {
		t.Errorf("resources of OCI that are others than before (-before +after):\n%s", diff)
	}
	s.must("preview", "--expect-no-changes")
	s.mustAnswerGuide()
}

// ids are those of OCI's resources, by their URNs.
func (s state) ids() map[string]any {
	ids := map[string]any{}
	for _, r := range s.resources() {
		if strings.HasPrefix(r["type"].(string), "oci:") {
			ids[r["urn"].(string)] = r["id"]
		}
	}
	return ids
}

// useDefaultProvider has the resources of OCI made by the engine's own provider, in the
// place of the explicit ones.
func (s state) useDefaultProvider() {
	const id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
	urn := "urn:pulumi:local::cxbridge::pulumi:providers:oci::default_" + strings.ReplaceAll(engine.PluginVersion, ".", "_")
	version := map[string]any{"version": engine.PluginVersion}
	kept := []any{map[string]any{
		"urn": urn, "id": id, "type": "pulumi:providers:oci", "custom": true, "inputs": version, "outputs": version,
	}}
	for _, r := range s.resources() {
		if r["type"] == "pulumi:providers:oci" {
			continue
		}
		if strings.HasPrefix(r["type"].(string), "oci:") {
			r["provider"] = urn + "::" + id
		}
		kept = append(kept, r)
	}
	s["deployment"].(map[string]any)["resources"] = kept
}
