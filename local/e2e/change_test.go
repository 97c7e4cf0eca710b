//go:build engine

package e2e

import (
	"errors"
	"os"
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

// copyRepository copies the working tree, so that a test may change it. What git
// and the scripts keep in it stays behind.
func copyRepository(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	from := repository(t)
	err = filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); name == ".git" || name == ".cxbridge" {
			return filepath.SkipDir
		}
		relative, err := filepath.Rel(from, path)
		if err != nil || entry.IsDir() {
			return errors.Join(err, os.MkdirAll(filepath.Join(root, relative), 0o755))
		}
		return copyFile(path, filepath.Join(root, relative))
	})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode())
}
