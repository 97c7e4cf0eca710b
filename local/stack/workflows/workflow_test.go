package workflows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// root is the checkout's.
const root = "../../.."

// workflow is what the tests look at of one.
type workflow struct {
	On          any               `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Env         map[string]string `yaml:"env"`
	Jobs        map[string]job    `yaml:"jobs"`
}

type job struct {
	If          string            `yaml:"if"`
	Needs       any               `yaml:"needs"`
	Permissions map[string]string `yaml:"permissions"`
	Environment string            `yaml:"environment"`
	Concurrency struct {
		Group  string `yaml:"group"`
		Cancel bool   `yaml:"cancel-in-progress"`
	} `yaml:"concurrency"`
	Env   map[string]string `yaml:"env"`
	Steps []step            `yaml:"steps"`
}

type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	Env  map[string]string `yaml:"env"`
	With map[string]any    `yaml:"with"`
}

// action is a composite one of the checkout's own.
type action struct {
	Runs struct {
		Steps []step `yaml:"steps"`
	} `yaml:"runs"`
}

// files are the workflows' paths.
func files(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	return found
}

// workflows are all of them, by name.
func workflows(t *testing.T) map[string]workflow {
	t.Helper()
	all := map[string]workflow{}
	for _, path := range files(t) {
		var one workflow
		load(t, path, &one)
		all[strings.TrimSuffix(filepath.Base(path), ".yml")] = one
	}
	return all
}

func prepare(t *testing.T) action {
	t.Helper()
	var one action
	load(t, filepath.Join(root, ".github", "actions", "prepare", "action.yml"), &one)
	return one
}

func load(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// steps are those of all workflows and of the action, by where they are.
func steps(t *testing.T) map[string][]step {
	t.Helper()
	all := map[string][]step{"prepare": prepare(t).Runs.Steps}
	for name, one := range workflows(t) {
		for job, jobs := range one.Jobs {
			all[name+"/"+job] = jobs.Steps
		}
	}
	return all
}
