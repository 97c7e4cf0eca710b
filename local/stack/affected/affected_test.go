package affected

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/stack/gittest"
)

// newRepository is a repository with four stacks, one of which is unfinished, and one
// commit.
func newRepository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "stacks/Pulumi.dev.yaml", "config:\n  cxbridge:region: us-ashburn-1\n  # cxbridge:scope: <scope>\n")
	write(t, root, "stacks/Pulumi.prod.yaml", "config:\n  cxbridge:region: us-ashburn-1 # <such as this>\n")
	write(t, root, "stacks/Pulumi.team.yaml", "config:\n  cxbridge:operatorEmails:\n    - <address>\n")
	write(t, root, "stacks/Pulumi.local.yaml", "config: {}\n")
	gittest.Init(t, root)
	gittest.Commit(t, root)
	return root
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWhatTouchesWhichStack(t *testing.T) {
	all, none := []string{"dev", "prod"}, []string{}
	for name, want := range map[string][]string{
		"stacks/Pulumi.dev.yaml":            {"dev"},
		"stacks/Pulumi.local.yaml":          none,
		"stacks/Pulumi.test.yaml.template":  none,
		"infra/stack.go":                    all,
		"infra/stack_test.go":               none,
		"infra/testdata/urns.golden":        none,
		"functions/sms-to-incident/main.go": all,
		"shared/b2c/client.go":              all,
		"go.sum":                            all,
		"Pulumi.yaml":                       all,
		"README.md":                         none,
		"infra/UPGRADING.md":                none,
		"local/desk/desk.go":                none,
		"infrastructure.txt":                none,
	} {
		t.Run(name, func(t *testing.T) {
			root := newRepository(t)
			gittest.Run(t, root, "checkout", "-q", "-b", "topic")
			write(t, root, name, "config: {} # changed\n")
			gittest.Commit(t, root)
			got, err := Since(context.Background(), root, "main")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Affected); diff != "" {
				t.Errorf("affected (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnfinishedStacksAreLeftOut(t *testing.T) {
	root := newRepository(t)
	write(t, root, "go.mod", "module x\n")
	gittest.Commit(t, root)
	for _, revision := range []string{"HEAD~1", ""} {
		got, err := Since(context.Background(), root, revision)
		if diff := cmp.Diff(Stacks{Affected: []string{"dev", "prod"}, Unfinished: []string{"team"}}, got); err != nil || diff != "" {
			t.Errorf("since %q: %v, stacks (-want +got):\n%s", revision, err, diff)
		}
	}
}

// What others have merged meanwhile is not the pull request's.
func TestTheBaseMayHaveMovedOn(t *testing.T) {
	root := newRepository(t)
	gittest.Run(t, root, "branch", "topic")
	write(t, root, "infra/stack.go", "package main\n")
	gittest.Commit(t, root)
	gittest.Run(t, root, "checkout", "-q", "topic")
	write(t, root, "stacks/Pulumi.prod.yaml", "config: {}\n")
	got, err := Since(context.Background(), root, "main")
	if err != nil || len(got.Affected) != 1 || got.Affected[0] != "prod" {
		t.Errorf("stacks = %+v, %v", got, err)
	}
}

func TestAMovedFileIsMissedWhereItWas(t *testing.T) {
	root := newRepository(t)
	write(t, root, "infra/a.go", "package main\n\n// enough to be recognized\n")
	gittest.Commit(t, root)
	gittest.Run(t, root, "mv", "infra/a.go", "a.go")
	got, err := Since(context.Background(), root, "HEAD")
	if err != nil || len(got.Affected) != 2 {
		t.Errorf("stacks = %+v, %v", got, err)
	}
}

// What git is not told of yet is part of the working tree.
func TestANewFileTouches(t *testing.T) {
	root := newRepository(t)
	write(t, root, "stacks/Pulumi.new.yaml", "config: {}\n")
	got, err := Since(context.Background(), root, "HEAD")
	if diff := cmp.Diff(Stacks{Affected: []string{"new"}}, got); err != nil || diff != "" {
		t.Errorf("%v, stacks (-want +got):\n%s", err, diff)
	}
	write(t, root, "infra/new.go", "package main\n")
	if got, err := Since(context.Background(), root, "HEAD"); err != nil || len(got.Affected) != 3 {
		t.Errorf("stacks = %+v, %v", got, err)
	}
}

// The checkout may be a folder of a larger repository.
func TestBelowTheRootOfTheRepository(t *testing.T) {
	top := newRepository(t)
	root := filepath.Join(top, "cxbridge")
	write(t, root, "stacks/Pulumi.below.yaml", "config: {}\n")
	write(t, root, "infra/a.go", "package main\n")
	gittest.Commit(t, top)
	write(t, root, "infra/a.go", "package infra\n")
	write(t, top, "stacks/Pulumi.dev.yaml", "config: {}\n")
	got, err := Since(context.Background(), root, "HEAD")
	if diff := cmp.Diff(Stacks{Affected: []string{"below"}}, got); err != nil || diff != "" {
		t.Errorf("%v, stacks (-want +got):\n%s", err, diff)
	}
}

// A placeholder is a value that begins with an angle bracket, as for the program.
func TestPlaceholders(t *testing.T) {
	root := newRepository(t)
	for config, unfinished := range map[string]bool{
		"a: <b>":                     true,
		"a: '<b> or so'":             true,
		"a: [<b>/32]":                true,
		"a: {b: <c>}":                true,
		"a: |\n  <b>":                true,
		"a: b # <c>":                 false,
		"# a: <b>":                   false,
		"a: {}":                      false,
		"a: x - <b>":                 false,
		"a: \"Threshold: <b>, <c>\"": false,
		"a: &b {c: d}\ne: {<<: *b}":  false,
		"a: [":                       false, // for the preview to tell
	} {
		write(t, root, "stacks/Pulumi.dev.yaml", config+"\n")
		got, err := Since(context.Background(), root, "HEAD")
		if err != nil || len(got.Unfinished) > 0 != unfinished || len(got.Affected) > 0 == unfinished {
			t.Errorf("%s: stacks = %+v, %v", config, got, err)
		}
	}
}

func TestAnUnknownRevision(t *testing.T) {
	for _, revision := range []string{"nowhere", "--output=x"} {
		if _, err := Since(context.Background(), newRepository(t), revision); err == nil || !strings.Contains(err.Error(), "fetch-depth: 0") {
			t.Errorf("%s: %v", revision, err)
		}
	}
}

// The rule leaves out local/: the program and the functions must not be made of it.
func TestTheProgramIsMadeOfWhatIsLookedAt(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../../../infra/...", "../../../functions/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		name, ours := strings.CutPrefix(strings.TrimSpace(line), "github.com/cxbridge/cxbridge/")
		if ours && !touches(name+"/x.go", "dev") {
			t.Errorf("%s decides what becomes of a stack, too", name)
		}
	}
}
