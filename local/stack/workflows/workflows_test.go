package workflows

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/toolchain"
)

func TestActionlint(t *testing.T) {
	// Without what may be installed besides: the verdict would depend on it.
	args := []string{"-C", filepath.Join(root, "local", "actionlint"), "tool", "actionlint", "-shellcheck=", "-pyflakes="}
	for _, path := range files(t) {
		absolute, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, absolute)
	}
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Whoever moves a tag of an action must not change what runs with the secrets.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^(\./.*|[\w.-]+/[\w./-]+@[0-9a-f]{40})$`)
	for where, steps := range steps(t) {
		for _, step := range steps {
			if step.Uses != "" && !pinned.MatchString(step.Uses) {
				t.Errorf("%s uses %s, which is not pinned by a commit", where, step.Uses)
			}
			if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
				t.Errorf("%s leaves the token in the checkout", where)
			}
		}
	}
}

func TestPulumiIsTheCheckoutsVersion(t *testing.T) {
	for _, step := range prepare(t).Runs.Steps {
		if version, given := step.With["pulumi-version"]; given && version != strings.TrimPrefix(toolchain.PulumiVersion, "v") {
			t.Errorf("the version of Pulumi is %v, not %s", version, toolchain.PulumiVersion)
		}
	}
}

// A pull request's code runs without secrets when it is a fork's, and nothing that it
// chooses is part of a command.
func TestRights(t *testing.T) {
	for name, one := range workflows(t) {
		if on := fmt.Sprint(one.On); strings.Contains(on, "pull_request_target") || strings.Contains(on, "workflow_run") {
			t.Errorf("%s runs with secrets whoever asks: on %s", name, on)
		}
		if strings.Contains(fmt.Sprint(one.Env), "secrets.") {
			t.Errorf("%s gives every job secrets", name)
		}
		if one.Permissions == nil {
			t.Errorf("%s has the rights that the repository gives by default", name)
		}
		for where, job := range one.Jobs {
			where = name + "/" + where
			rights := job.Permissions
			if rights == nil {
				rights = one.Permissions
			}
			for scope, right := range rights {
				if right != "read" && where+" "+scope != "pull-request/preview pull-requests" {
					t.Errorf("%s may %s %s", where, right, scope)
				}
			}
			if secrets := fmt.Sprint(job.Env, job.Steps); strings.Contains(secrets, "secrets.") && job.Environment == "" {
				t.Errorf("%s has secrets, but no environment that guards them", where)
			}
		}
	}
	for where, steps := range steps(t) {
		for _, step := range steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s: an expression is part of the command %s: hand it over as a variable", where, step.Run)
			}
		}
	}
}

// A pull request's own code gets secrets only where whoever wrote it may write to the
// repository: what comes from a fork, or from a robot, does not even ask for them.
func TestForksGetNoSecrets(t *testing.T) {
	jobs := workflows(t)["pull-request"].Jobs
	for _, must := range []string{"github.event.pull_request.head.repo.full_name == github.repository && ", "!= 'dependabot[bot]'"} {
		if !strings.Contains(jobs["affected"].If, must) {
			t.Errorf("affected runs if %s, without %q", jobs["affected"].If, must)
		}
	}
	for name, job := range jobs {
		if job.Environment != "" && (job.Needs != "affected" || strings.Contains(job.If, "always()")) {
			t.Errorf("%s has an environment and does not wait for affected, which forks do not run", name)
		}
	}
}

// Whatever a stack is reached with, every job that reaches one hands over.
func TestEveryJobReachesStacksAlike(t *testing.T) {
	all := workflows(t)
	want := secrets(all["deploy"].Jobs["dev"])
	if len(want) == 0 {
		t.Fatal("deploy/dev has no secrets")
	}
	for name, one := range all {
		for where, job := range one.Jobs {
			if job.Environment == "" {
				continue
			}
			has := secrets(job)
			for variable, value := range want {
				if has[variable] != value {
					t.Errorf("%s/%s has %s as %q, deploy/dev has %q", name, where, variable, has[variable], value)
				}
			}
		}
	}
}

// secrets are those of a job's variables that hold one.
func secrets(job job) map[string]string {
	found := maps.Clone(job.Env)
	maps.DeleteFunc(found, func(_, value string) bool { return !strings.Contains(value, "secrets.") })
	return found
}

// What has begun to change a stack is waited for, and does not begin with half a plan.
func TestHowStacksAreChanged(t *testing.T) {
	found := 0
	for name, one := range workflows(t) {
		for where, job := range one.Jobs {
			for _, step := range job.Steps {
				if !strings.HasPrefix(step.Run, "pulumi up") && !strings.HasPrefix(step.Run, "scripts/stack ephemeral") {
					continue
				}
				found++
				if strings.Contains(step.Run, "skip-preview") {
					t.Errorf("%s/%s changes a part of a stack that breaks a rule: only a preview finds all before", name, where)
				}
				if job.Concurrency.Cancel || !strings.HasPrefix(job.Concurrency.Group, "stack-") {
					t.Errorf("%s/%s changes a stack, and may meet another run or be cancelled by it", name, where)
				}
			}
		}
	}
	if found == 0 {
		t.Error("no step changes a stack")
	}
}

// What the whole test has compiled is found by the others only at the same paths.
func TestOneCacheForAll(t *testing.T) {
	var caches []map[string]any
	for _, steps := range [][]step{prepare(t).Runs.Steps, workflows(t)["test"].Jobs["test"].Steps} {
		for _, step := range steps {
			if strings.HasPrefix(step.Uses, "actions/cache") {
				caches = append(caches, step.With)
			}
			if strings.HasPrefix(step.Uses, "actions/setup-go@") && step.With["cache"] != false {
				t.Error("setup-go keeps a cache besides")
			}
		}
	}
	if len(caches) != 2 {
		t.Fatalf("there are %d caches", len(caches))
	}
	if diff := cmp.Diff(caches[0], caches[1]); diff != "" {
		t.Errorf("the caches differ:\n%s", diff)
	}
}

// words splits a command, in which quotes stand only around variables, from where its
// output goes.
func words(run string) []string {
	command, _, _ := strings.Cut(run, ">")
	return strings.Fields(strings.NewReplacer(`"`, "", "$LOCAL", "true", "$PULL_REQUEST", "7").Replace(command))
}

// Each step is one command, whose flags it knows.
func TestEachStepIsACommand(t *testing.T) {
	stack := buildStack(t)
	for where, steps := range steps(t) {
		for _, step := range steps {
			if step.Run == "" {
				continue
			}
			if strings.ContainsAny(step.Run, "\n;&|`") || strings.Contains(step.Run, "$(") {
				t.Errorf("%s: %q is more than one command", where, step.Run)
			}
			switch line := words(step.Run); line[0] {
			case "pulumi": // runs in TestEveryStepRuns
			case ".ci/run":
				if info, err := os.Stat(filepath.Join(root, ".ci", "run")); err != nil || info.Mode()&0o111 == 0 {
					t.Errorf("%s: %s cannot be run: %v", where, line[0], err)
				}
			case "scripts/stack":
				if out, err := help(stack, line[1:]...); err != nil {
					t.Errorf("%s: %q is not understood: %v\n%s", where, step.Run, err, out)
				}
			default:
				t.Errorf("%s: %s is not the checkout's", where, line[0])
			}
		}
	}
	if _, err := help(stack, "preview", "dev", "--markdwon"); err == nil {
		t.Error("a flag that there is not is understood")
	}
	handedOver := workflows(t)["ephemeral"].Jobs["ephemeral"].Env
	asked, _ := help(stack, "ephemeral")
	for _, name := range regexp.MustCompile(`\b[A-Z0-9_]+_(PASSWORD|TOKEN|SECRET)\b`).FindAllString(asked, -1) {
		if handedOver[name] != "${{ secrets."+name+" }}" {
			t.Errorf("ephemeral may ask for %s, which is not handed over", name)
		}
	}
}

// buildStack has the script build its program, in a folder beside whatever runs in the
// checkout.
func buildStack(t *testing.T) (path string) {
	t.Helper()
	home := t.TempDir()
	command := exec.Command(filepath.Join(root, "scripts", "stack"), "-h")
	command.Env = append(os.Environ(), "CXBRIDGE_HOME="+home)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("scripts/stack -h: %v\n%s", err, out)
	}
	return filepath.Join(home, "bin", "stack")
}

// help has a command read its arguments and do nothing.
func help(program string, args ...string) (string, error) {
	out, err := exec.Command(program, append(args, "-h")...).CombinedOutput()
	return string(out), err
}
