package toolchain

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contents are those of a folder's files, by name; a folder in it is one of no content.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		content, _ := os.ReadFile(filepath.Join(folder, entry.Name()))
		all[entry.Name()] = string(content)
	}
	return all
}

func TestReplace(t *testing.T) {
	failure := errors.New("it does not compile")
	for name, test := range map[string]struct {
		before, after map[string]string
		err           error
	}{
		"for the first time":  {map[string]string{}, map[string]string{"a": "new", "b": "new"}, nil},
		"one that is there":   {map[string]string{"a": "old", "other": "same"}, map[string]string{"a": "new", "b": "new", "other": "same"}, nil},
		"a build that failed": {map[string]string{"a": "old", "b": "old"}, map[string]string{"a": "old", "b": "old"}, failure},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "bin")
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			for program, content := range test.before {
				write(t, filepath.Join(folder, program), content)
			}
			err := Replace(folder, []string{"a", "b"}, func(anew string) error {
				if found := contents(t, anew)["a"]; found != test.before["a"] {
					t.Errorf("the build finds the program %q", found)
				}
				for _, program := range []string{"a", "b"} {
					os.Remove(filepath.Join(anew, program))
					write(t, filepath.Join(anew, program), "new")
					if now := contents(t, folder)[program]; now != test.before[program] {
						t.Errorf("meanwhile %s is %q", program, now)
					}
				}
				return test.err
			})
			if !errors.Is(err, test.err) {
				t.Errorf("err = %v", err)
			}
			if diff := cmp.Diff(test.after, contents(t, folder)); diff != "" {
				t.Errorf("the folder (-want +got):\n%s", diff)
			}
		})
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}
