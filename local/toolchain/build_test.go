package toolchain

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newModule writes a module with one program that does nothing.
func newModule(t *testing.T, source string) Unit {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"go.mod": "module example.com/example\n\ngo 1.26\n", "main.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Unit{
		Name: "the example", Dir: dir, Packages: []string{"example.com/example"}, Folder: filepath.Join(dir, "bin"),
		Stamp: filepath.Join(dir, "stamp"), Inputs: []string{filepath.Join(dir, "go.mod")},
	}
}

// clock is a time that goes on by a minute whenever it is asked for.
func clock() func() time.Time {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Minute); return now }
}

func TestBuildMakesARunnableProgramAndSaysSo(t *testing.T) {
	unit := newModule(t, "package main\n\nfunc main() {}\n")
	var out bytes.Buffer
	if err := Build(context.Background(), []Unit{unit}, NewProgress(&out, false, clock())); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command(filepath.Join(unit.Folder, "example")).Run(); err != nil {
		t.Errorf("the program does not run: %v", err)
	}
	if got := out.String(); !strings.Contains(got, "build: the example: done, ") {
		t.Errorf("progress:\n%s", got)
	}
}

func TestBuildIsSilentWhenTheStampHolds(t *testing.T) {
	unit := newModule(t, "package main\n\nfunc main() {}\n")
	if err := Build(context.Background(), []Unit{unit}, NewProgress(new(bytes.Buffer), false, clock())); err != nil {
		t.Fatal(err)
	}
	// Broken, but not among the inputs: only a build would notice.
	if err := os.WriteFile(filepath.Join(unit.Dir, "main.go"), []byte("package main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Build(context.Background(), []Unit{unit}, NewProgress(&out, false, clock())); err != nil || out.Len() > 0 {
		t.Errorf("err = %v, progress = %q", err, out.String())
	}
	if err := os.WriteFile(unit.Inputs[0], []byte("module example.com/example\n\ngo 1.26\n// changed\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Build(context.Background(), []Unit{unit}, NewProgress(&out, false, clock())); err == nil {
		t.Error("a changed input did not bring about a build")
	}
}

// The go command puts a program there, and does not write into the one that was there,
// whose file others may have open; neither where it builds on another file system.
func TestBuildLeavesAProgramThatRuns(t *testing.T) {
	unit := newModule(t, "package main\n\nfunc main() {}\n")
	unit.Stamp = "" // go build decides
	// Now, for the module is to be on the usual one.
	if elsewhere, err := os.MkdirTemp("/dev/shm", "toolchain"); err == nil {
		t.Cleanup(func() { os.RemoveAll(elsewhere) })
		t.Setenv("TMPDIR", elsewhere)
	}
	progress := NewProgress(new(bytes.Buffer), false, clock())
	if err := Build(context.Background(), []Unit{unit}, progress); err != nil {
		t.Fatal(err)
	}
	program, running := filepath.Join(unit.Folder, "example"), filepath.Join(t.TempDir(), "running")
	before, err := os.ReadFile(program)
	if err := errors.Join(err, os.Link(program, running)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(unit.Dir, "main.go"), "package main\n\nfunc main() { println() }\n")
	if err := Build(context.Background(), []Unit{unit}, progress); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(program); err != nil || bytes.Equal(before, after) {
		t.Errorf("the program was not built anew: %v", err)
	}
	if left, err := os.ReadFile(running); err != nil || !bytes.Equal(before, left) {
		t.Errorf("the program that ran was written to: %v", err)
	}
}

// Who comes while a program is built gets the last one, and nobody gets half of one.
func TestBuildReplacesAProgramAsAWhole(t *testing.T) {
	unit := newModule(t, "")
	program := filepath.Join(unit.Folder, "example")
	if err := os.Mkdir(unit.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, program, "last")
	tools := t.TempDir()
	t.Setenv("PATH", tools)
	write(t, filepath.Join(tools, "go"), `#!/bin/sh
while [ "$1" != -o ]; do shift; done
/bin/rm -f "$2/example"
echo half >"$2/example"
exit 1
`)
	if err := Build(context.Background(), []Unit{unit}, NewProgress(new(bytes.Buffer), false, clock())); err == nil {
		t.Error("the build did not fail")
	}
	if content, err := os.ReadFile(program); err != nil || string(content) != "last" {
		t.Errorf("the program is %q, %v", content, err)
	}
}

func TestBuildFailsWithTheCompilersWords(t *testing.T) {
	unit := newModule(t, "package main\n\nfunc main() { undefinedName() }\n")
	err := Build(context.Background(), []Unit{unit}, NewProgress(new(bytes.Buffer), false, clock()))
	if err == nil || !strings.Contains(err.Error(), "undefinedName") || !strings.Contains(err.Error(), "the example") {
		t.Errorf("err = %v", err)
	}
}

func TestTestsAreCompiledWithTheirImports(t *testing.T) {
	unit := newModule(t, "package main\n\nfunc main() {}\n")
	test := "package main\n\nimport (\n\t\"go/scanner\"\n\t\"testing\"\n)\n\nfunc TestX(t *testing.T) { _ = scanner.Error{} }\n"
	if err := os.WriteFile(filepath.Join(unit.Dir, "main_test.go"), []byte(test), 0o644); err != nil {
		t.Fatal(err)
	}
	unit.Tests = true
	packages, err := testImports(context.Background(), unit, NewProgress(new(bytes.Buffer), false, clock()))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(packages, " ")
	if !strings.Contains(all, "go/scanner") || strings.Contains(all, ".test") || strings.Contains(all, "[") {
		t.Errorf("the tests' imports are %s", all)
	}
}

func TestScanSortsLines(t *testing.T) {
	var out, rest bytes.Buffer
	progress := NewProgress(&out, false, clock())
	progress.begin("all")
	progress.expect(3)
	scan(strings.NewReader("go: downloading example.com/m v1.0.0\nencoding/json\nexample.com/m/pkg\n# example.com/m\n./x.go:1:2: wrong\n"), true, &rest, progress)
	want := "build: all: 1 modules fetched, 2m0s: example.com/m v1.0.0\n" +
		"build: all: 1 of 3 packages, 4m0s: encoding/json\n" +
		"build: all: 2 of 3 packages, 6m0s: example.com/m/pkg\n"
	if out.String() != want {
		t.Errorf("progress:\n%swant:\n%s", out.String(), want)
	}
	if got := rest.String(); got != "# example.com/m\n./x.go:1:2: wrong\n" {
		t.Errorf("rest = %q", got)
	}
}

func TestEnvironmentLeavesTheUsersChoice(t *testing.T) {
	if got := environment([]string{"A=b"}); len(got) != 2 || got[1] != compilerMemory {
		t.Errorf("environment = %q", got)
	}
	if got := environment([]string{"GOGC=50"}); len(got) != 1 {
		t.Errorf("environment = %q", got)
	}
}
