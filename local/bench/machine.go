package main

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/host"
	"github.com/shirou/gopsutil/v4/load"
	"github.com/shirou/gopsutil/v4/mem"
)

// machine is what figures depend on.
type machine struct {
	cores             int
	processor         string
	memoryGB          float64
	kernel, goVersion string
	commit            string  // of the checkout, and whether there is more
	load              float64 // processes that wanted to run, the mean of the last minute
}

func describeMachine(ctx context.Context, root string) (machine, error) {
	m := machine{cores: runtime.NumCPU(), goVersion: runtime.Version(), commit: describeCommit(ctx, root), processor: "unknown"}
	memory, err := mem.VirtualMemoryWithContext(ctx)
	if err != nil {
		return m, fmt.Errorf("asking how much memory there is: %w", err)
	}
	m.memoryGB = float64(memory.Total) / 1e9
	kernel, err := host.KernelVersionWithContext(ctx)
	if err != nil {
		return m, fmt.Errorf("asking for the kernel's version: %w", err)
	}
	m.kernel = runtime.GOOS + " " + kernel
	average, err := load.AvgWithContext(ctx)
	if err != nil {
		return m, fmt.Errorf("asking how busy the machine is: %w", err)
	}
	m.load = average.Load1
	if processors, err := cpu.InfoWithContext(ctx); err == nil && len(processors) > 0 && processors[0].ModelName != "" {
		m.processor = processors[0].ModelName
	}
	return m, nil
}

// busy warns of a machine on which figures say little.
func (m machine) busy() string {
	if m.load < float64(m.cores)/2 {
		return ""
	}
	return fmt.Sprintf("this machine is busy (load %s on %d cores): its figures say little", digits(m.load, 2), m.cores)
}

// describeCommit is the commit of a checkout, and a word where the checkout is not just that.
func describeCommit(ctx context.Context, root string) string {
	commit, err := git(ctx, root, "rev-parse", "--short=12", "HEAD")
	if err != nil {
		return "unknown"
	}
	if changes, err := git(ctx, root, "status", "--porcelain"); err != nil || changes != "" {
		return commit + ", with changes"
	}
	return commit
}

func git(ctx context.Context, root string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir = root
	out, err := command.Output()
	return strings.TrimSpace(string(out)), err
}
