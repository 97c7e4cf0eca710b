package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const goMod = `module example.com/program

go 1.26

require (
	github.com/pulumi/pulumi-oci/sdk/v2 v2.20.0
	github.com/pulumi/pulumi-random/sdk/v4 v4.18.0 // indirect
	github.com/pulumi/pulumi/sdk/v3 v3.253.0
)
`

func inModule(t *testing.T) *pulumirpc.ProgramInfo {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(goMod), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "deep", "inside")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.ProgramInfo{ProgramDirectory: dir}
}

func TestRequiredPackages(t *testing.T) {
	answer, err := newHost("", os.Stdout, os.Stderr).GetRequiredPackages(context.Background(),
		&pulumirpc.GetRequiredPackagesRequest{Info: inModule(t)})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range answer.Packages {
		got[p.Kind+" "+p.Name] = p.Version
	}
	want := map[string]string{"resource oci": "v2.20.0", "resource random": "v4.18.0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
}

func TestProgramDependencies(t *testing.T) {
	info := inModule(t)
	for _, test := range []struct {
		transitive bool
		want       int
	}{{false, 2}, {true, 3}} {
		answer, err := newHost("", os.Stdout, os.Stderr).GetProgramDependencies(context.Background(),
			&pulumirpc.GetProgramDependenciesRequest{Info: info, TransitiveDependencies: test.transitive})
		if err != nil || len(answer.Dependencies) != test.want {
			t.Errorf("transitive %v: %v, %v", test.transitive, answer, err)
		}
	}
}

// TestWithoutModule: a program that is a binary somewhere has no go.mod.
func TestWithoutModule(t *testing.T) {
	answer, err := newHost("", os.Stdout, os.Stderr).GetRequiredPackages(context.Background(),
		&pulumirpc.GetRequiredPackagesRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: t.TempDir()}})
	if err != nil || len(answer.Packages) != 0 {
		t.Errorf("%v, %v", answer, err)
	}
}

func TestNamesWhatItIs(t *testing.T) {
	h := newHost("", os.Stdout, os.Stderr)
	about, err := h.About(context.Background(), nil)
	if err != nil || about.Executable == "" || about.Version == "" {
		t.Errorf("about: %v, %v", about, err)
	}
	info, err := h.GetPluginInfo(context.Background(), nil)
	if err != nil || info.Version != version {
		t.Errorf("info: %v, %v", info, err)
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "github.com/pulumi/pulumi/sdk/v3").Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "v"+version {
		t.Errorf("go.mod has pulumi/sdk/v3 %s (%v), the plugin says %s", got, err, version)
	}
	if _, err := h.GeneratePackage(context.Background(), nil); err == nil {
		t.Error("generating a package is not implemented, and should say so")
	}
}
