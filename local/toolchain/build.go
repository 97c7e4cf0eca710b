package toolchain

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// compilerMemory trades memory for time: the compiler's collector runs less
// often, which makes a cold build about a fifth faster for a quarter more
// memory. A GOGC of the environment wins.
const compilerMemory = "GOGC=400"

// Build brings every unit up to date and reports to progress. It stops at the
// first that fails, with the compiler's words in the error.
func Build(ctx context.Context, units []Unit, progress *Progress) error {
	for _, unit := range units {
		if err := build(ctx, unit, progress); err != nil {
			return fmt.Errorf("building %s: %w", unit.Name, err)
		}
	}
	return nil
}

func build(ctx context.Context, unit Unit, progress *Progress) error {
	stamp, err := unit.fingerprint()
	if err != nil {
		return err
	}
	if unit.upToDate(stamp) {
		return nil
	}
	progress.begin(unit.Name)
	defer progress.end()
	if unit.Folder == "" {
		err = compile(ctx, unit, "", progress)
	} else {
		err = Replace(unit.Folder, unit.programs(), func(folder string) error { return compile(ctx, unit, folder, progress) })
	}
	if err != nil {
		return err
	}
	return unit.remember(stamp)
}

// compile builds a unit, its programs into a folder.
func compile(ctx context.Context, unit Unit, folder string, progress *Progress) error {
	args, err := arguments(ctx, unit, folder, progress)
	if err != nil {
		return err
	}
	stale, err := countStale(ctx, unit.Dir, args, progress)
	if err != nil {
		return err
	}
	progress.expect(stale)
	_, err = run(ctx, unit.Dir, append([]string{"build", "-v"}, args...), progress)
	return err
}

// arguments are those of `go build` for a unit.
func arguments(ctx context.Context, unit Unit, folder string, progress *Progress) ([]string, error) {
	packages := unit.Packages
	if unit.Tests {
		var err error
		if packages, err = testImports(ctx, unit, progress); err != nil {
			return nil, err
		}
	}
	// No version-control stamp: a checkout without a usable git builds as well, and a
	// commit alone changes no program.
	args := []string{"-buildvcs=false"}
	if folder != "" {
		args = append(args, "-o", folder+string(filepath.Separator))
	}
	return append(append(args, unit.Flags...), packages...), nil
}

// testImports lists the packages that the tests of a unit's packages are made
// of, leaving out the test binaries and the packages recompiled for them.
func testImports(ctx context.Context, unit Unit, progress *Progress) ([]string, error) {
	args := []string{"list", "-deps", "-test", "-tags", "engine", "-f", "{{if not .ForTest}}= {{.ImportPath}}{{end}}"}
	list, err := run(ctx, unit.Dir, append(args, unit.Packages...), progress)
	if err != nil {
		return nil, err
	}
	var packages []string
	for line := range strings.Lines(string(list)) {
		path, ok := strings.CutPrefix(strings.TrimSpace(line), "= ")
		if ok && !strings.HasSuffix(path, ".test") {
			packages = append(packages, path)
		}
	}
	return packages, nil
}

// countStale asks how many packages a build would compile, and has the modules
// downloaded on the way.
func countStale(ctx context.Context, dir string, args []string, progress *Progress) (int, error) {
	script, err := run(ctx, dir, append([]string{"build", "-n"}, args...), progress)
	if err != nil {
		return 0, err
	}
	return bytes.Count(script, []byte("/compile -o ")), nil
}

// run runs the go command. What it prints goes to the progress where it is
// progress, and into the result and the error otherwise.
func run(ctx context.Context, dir string, args []string, progress *Progress) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = dir
	command.Env = environment(os.Environ())
	reader, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer

	var rest bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		scan(reader, slices.Contains(args, "-v"), &rest, progress)
	}()
	err := command.Run()
	writer.Close()
	<-done
	if err != nil {
		return nil, fmt.Errorf("go %s in %s: %w\n%s", strings.Join(args, " "), dir, err, tail(rest.String(), 4000))
	}
	return rest.Bytes(), nil
}

// environment adds compilerMemory, unless the user has an opinion.
func environment(env []string) []string {
	for _, entry := range env {
		if strings.HasPrefix(entry, "GOGC=") {
			return env
		}
	}
	return append(env, compilerMemory)
}

// scan sorts the go command's lines: downloads and, with -v, compiled packages
// are progress, everything else is kept.
func scan(lines io.Reader, verbose bool, rest *bytes.Buffer, progress *Progress) {
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 16<<20) // -n prints a linker's whole configuration
	for scanner.Scan() {
		line := scanner.Text()
		if module, ok := strings.CutPrefix(line, "go: downloading "); ok {
			progress.downloading(module)
		} else if verbose && isImportPath(line) {
			progress.compiled(line)
		} else {
			rest.WriteString(line + "\n")
		}
	}
	io.Copy(io.Discard, lines) //nolint:errcheck // a line too long: let the command finish
}

// isImportPath tells the lines of -v, which are a package's path alone.
func isImportPath(line string) bool {
	return line != "" && !strings.ContainsAny(line, " \t:#=\"'$\\") && !strings.HasPrefix(line, "/")
}

func tail(text string, limit int) string {
	if len(text) > limit {
		return "…" + text[len(text)-limit:]
	}
	return text
}
