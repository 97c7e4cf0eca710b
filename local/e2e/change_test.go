//go:build engine

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever changes one function's code and previews sees that function change,
// and nothing else.
func TestChangedCodeIsOneChangedFunction(t *testing.T) {
	root := copyRepository(t)
	s := newStack(t, root)
	s.up()

	source := filepath.Join(root, "functions", "sms-to-incident", "main.go")
	content, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	changed := append(content, []byte("\nfunc init() { println(\"changed\") }\n")...)
	if err := os.WriteFile(source, changed, 0o644); err != nil {
		t.Fatal(err)
	}
	preview := s.must("preview", "--diff")
	if !strings.Contains(preview, "~ 1 to update") {
		t.Errorf("want one update:\n%s", preview)
	}
	if !strings.Contains(preview, "imageDigest") || !strings.Contains(preview, "sms-to-incident") {
		t.Errorf("the preview does not name the function and its digest:\n%s", preview)
	}
	s.up()
	s.must("preview", "--expect-no-changes")
	s.mustAnswerGuide()
}

// copyRepository copies what git knows of the working tree, so that a test may
// change it.
func copyRepository(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	list.Dir = repository(t)
	out, err := list.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		info, err := os.Stat(filepath.Join(list.Dir, name))
		if err != nil || !info.Mode().IsRegular() {
			continue // deleted, or a link
		}
		content, err := os.ReadFile(filepath.Join(list.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), content, info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
