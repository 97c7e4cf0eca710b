package images

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// slow is how long compiling may take before people are told what is going on.
const slow = 2 * time.Second

// compile builds the programs of all functions for an architecture, in one run of go build: packages that they share
// are compiled once, and if nothing changed the run is over in a tenth of a second. It returns the folder with the
// programs.
func (b Builder) compile(ctx context.Context, architecture string, functions []string) (string, error) {
	programs, err := filepath.Abs(filepath.Join(b.Cache, "programs", architecture)) // the command runs in another folder
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(programs, 0o755); err != nil {
		return "", err
	}
	// The build ID stays in: go build compares it to see that a program is up to date. See clearBuildIDs.
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", programs + string(filepath.Separator),
		"-p", strconv.Itoa(b.processes())}
	for _, function := range functions {
		args = append(args, "./functions/"+function)
	}
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = b.Root
	command.Env = append(os.Environ(), environment(architecture)...)

	timer := time.AfterFunc(slow, func() {
		b.Log(fmt.Sprintf("compiling %s for %s; the first time takes about a minute", strings.Join(functions, ", "), architecture))
	})
	defer timer.Stop()
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return programs, nil
}

// environment keeps flags and experiments of the shell and of go env -w from the programs, or a digest would tell machines
// apart. Nothing is empty: go takes that for what was not said, and asks go env -w (cmd/go: environment variables).
func environment(architecture string) []string {
	return []string{
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + architecture, "GOAMD64=v1", "GOARM64=v8.0",
		"GOFLAGS=-trimpath", "GOEXPERIMENT=,", "GOFIPS140=off", "GOWORK=off",
	}
}

// processes is how many compilers and linkers one architecture's run may start at a time. The runs share the machine's
// cores, as if they were one: linking a function takes half a gigabyte.
func (b Builder) processes() int { return max(1, runtime.GOMAXPROCS(0)/len(b.Architectures)) }
