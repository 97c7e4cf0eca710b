// Package gittest gives tests repositories of git that nothing outside the test configures:
// neither the user's git, nor a hook in which the test runs, nor a repository around it.
package gittest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Init makes a folder a repository with a branch main. From then on, every git that the test
// runs is configured by its repository alone, and says in English what is wrong.
func Init(t *testing.T, root string) {
	t.Helper()
	of, err := exec.Command("git", "rev-parse", "--local-env-vars").Output()
	if err != nil {
		t.Fatalf("git rev-parse --local-env-vars: %v", err)
	}
	for _, name := range strings.Fields(string(of)) { // such as GIT_DIR, which a hook has
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": filepath.Join(root, "none"),
		"GIT_CEILING_DIRECTORIES": filepath.Dir(root), "LC_ALL": "C",
	} {
		t.Setenv(name, value)
	}
	Run(t, root, "init", "-q", "-b", "main")
}

// Run runs a command of git in a repository, and returns what it says.
func Run(t *testing.T, root string, args ...string) string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", root, "-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// Commit commits all that the folder has.
func Commit(t *testing.T, root string) {
	t.Helper()
	Run(t, root, "add", "-A")
	Run(t, root, "commit", "-q", "-m", "a change")
}
