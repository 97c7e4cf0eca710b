//go:build engine

package e2e

import (
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

// BenchmarkWarmPreview is what a person waits for who changes nothing.
// Budget: 1.5 s.
func BenchmarkWarmPreview(b *testing.B) {
	s := newStack(b, repository(b))
	s.up()
	s.must("preview")
	for b.Loop() {
		s.must("preview")
	}
}

// BenchmarkUpFromNothing is a whole stack, with everything built already.
// Budget: 15 s.
func BenchmarkUpFromNothing(b *testing.B) {
	s := newStack(b, repository(b))
	s.must("preview")
	for b.Loop() {
		s.up()
		b.StopTimer()
		s.must("destroy", "--yes", "--skip-preview")
		b.StartTimer()
	}
}

// BenchmarkColdBuild compiles the Pulumi program with an empty build cache
// and reports the most memory that the compilers held together.
// Budget: 120 s and 4.5 GB on two cores.
func BenchmarkColdBuild(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		build := exec.Command("go", "build", "-o", filepath.Join(dir, "infra"), "./infra")
		build.Dir = repository(b)
		build.Env = append(build.Environ(), "GOCACHE="+filepath.Join(dir, "cache"), "GOGC=400")
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
