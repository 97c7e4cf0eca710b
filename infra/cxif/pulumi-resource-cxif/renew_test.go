package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestSources: the files that are looked at are those of every package of this module that the plugin is made of.
func TestSources(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.Dir}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"../../../go.mod"}
	for folder := range strings.FieldsSeq(string(list)) {
		relative, err := filepath.Rel(here, folder)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, filepath.Join(relative, "*.go"))
	}
	if diff := cmp.Diff(want, sources, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestStale(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		files map[string]time.Duration // age against the plugin's
		want  bool
	}{
		"built after its source": {map[string]time.Duration{"infra/cxif/plugin/main.go": time.Hour, "infra/cxif/client/send.go": time.Hour, "go.mod": time.Hour}, false},
		"own source":             {map[string]time.Duration{"infra/cxif/plugin/main.go": -time.Hour}, true},
		"another package's":      {map[string]time.Duration{"infra/cxif/plugin/main.go": time.Hour, "infra/cxif/client/send.go": -time.Hour}, true},
		"dependencies":           {map[string]time.Duration{"infra/cxif/plugin/main.go": time.Hour, "go.mod": -time.Hour}, true},
		"a test":                 {map[string]time.Duration{"infra/cxif/plugin/main.go": time.Hour, "infra/cxif/client/send_test.go": -time.Hour}, false},
		"no source beside it":    {map[string]time.Duration{"go.mod": -time.Hour}, false},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			plugin := filepath.Join(root, "infra", "cxif", "plugin", "plugin")
			write(t, plugin, now)
			for file, age := range test.files {
				write(t, filepath.Join(root, file), now.Add(-age))
			}
			if got := stale(plugin); got != test.want {
				t.Errorf("stale is %v", got)
			}
		})
	}
}

func write(t *testing.T, path string, changed time.Time) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, changed, changed); err != nil {
		t.Fatal(err)
	}
}
