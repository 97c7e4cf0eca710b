//go:build engine

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

// BenchmarkProgram builds the Pulumi program: cold, with an empty build cache, where it reports the most memory that the
// compilers held together (peak-GB), and warm, after an edit of its main package.
func BenchmarkProgram(b *testing.B) {
	root := repository(b)
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			dir := b.TempDir()
			build := buildProgram(root, dir)
			build.Env = append(build.Env, "GOCACHE="+filepath.Join(dir, "cache"))
			b.StartTimer()
			if err := build.Start(); err != nil {
				b.Fatal(err)
			}
			peak := watchMemory(int32(build.Process.Pid))
			if err := build.Wait(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(peak())/1e9, "peak-GB")
		}
	})
	b.Run("warm", func(b *testing.B) {
		mustRun(b, buildProgram(root, b.TempDir())) // all but the edit is compiled
		for b.Loop() {
			b.StopTimer()
			dir := b.TempDir()
			build := buildProgram(root, dir, "-overlay", edited(b, dir, filepath.Join(root, "infra", "main.go")))
			b.StartTimer()
			mustRun(b, build)
		}
	})
}

// buildProgram is the toolchain's build of the program, into a folder.
func buildProgram(root, dir string, flags ...string) *exec.Cmd {
	args := append([]string{"build", "-buildvcs=false", "-o", filepath.Join(dir, "infra")}, flags...)
	build := exec.Command("go", append(args, "./infra")...)
	build.Dir = root
	build.Env = append(os.Environ(), "GOGC=400")
	return build
}

// edited writes an overlay for go build in which a source file says something that it never said before.
func edited(b *testing.B, dir, source string) string {
	b.Helper()
	content, err := os.ReadFile(source)
	if err != nil {
		b.Fatal(err)
	}
	changed, overlay := filepath.Join(dir, "edited.go"), filepath.Join(dir, "overlay.json")
	content = fmt.Appendf(content, "\nvar _ = %d\n", time.Now().UnixNano())
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{source: changed}})
	if err != nil {
		b.Fatal(err)
	}
	for path, text := range map[string][]byte{changed: content, overlay: replace} {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return overlay
}

func mustRun(b *testing.B, command *exec.Cmd) {
	b.Helper()
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", command, err, out)
	}
}

// watchMemory samples the memory of a process and its children until the
// returned function is called, which gives the most that was seen, in bytes.
func watchMemory(pid int32) func() uint64 {
	var most atomic.Uint64
	stop := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				most.Store(max(most.Load(), residentMemory(pid)))
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-ended
		return most.Load()
	}
}

func residentMemory(pid int32) (total uint64) {
	parent, err := process.NewProcess(pid)
	if err != nil {
		return 0
	}
	children, _ := parent.Children() // none is an error here
	for _, p := range append(children, parent) {
		if memory, err := p.MemoryInfo(); err == nil {
			total += memory.RSS
		}
	}
	return total
}
