//go:build engine

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// state is a stack's, as the CLI exports and imports it.
type state map[string]any

func (s *stack) state() (all state) {
	s.t.Helper()
	out, err := s.engine.Command(s.t.Context(), "stack", "export", "-s", "local").Output()
	if err != nil {
		s.t.Fatalf("pulumi stack export: %v", err)
	}
	if err := json.Unmarshal(out, &all); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// replaceState is for states that were changed by hand.
func (s *stack) replaceState(all state) {
	s.t.Helper()
	content, err := json.Marshal(all)
	if err != nil {
		s.t.Fatal(err)
	}
	path := filepath.Join(s.t.TempDir(), "state.json")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		s.t.Fatal(err)
	}
	if out, err := s.engine.Command(s.t.Context(), "stack", "import", "-s", "local", "--file", path).CombinedOutput(); err != nil {
		s.t.Fatalf("pulumi stack import: %v\n%s", err, out)
	}
}

// resources are those in the state, each in the state's own form.
func (s state) resources() (list []map[string]any) {
	for _, r := range s["deployment"].(map[string]any)["resources"].([]any) {
		list = append(list, r.(map[string]any))
	}
	return list
}
