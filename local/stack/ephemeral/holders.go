package ephemeral

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shirou/gopsutil/v4/process"
)

// processes are those that have a lock's file open.
type processes []*process.Process

// holders looks for who has a file open besides this process. Other users' processes
// cannot be looked into, and have none of ours.
func holders(ctx context.Context, path string) (processes, error) {
	path, err := filepath.EvalSymlinks(path) // as the system shows it
	if err != nil {
		return nil, err
	}
	all, err := process.ProcessesWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for the processes that have %s open: %w", path, err)
	}
	return slices.DeleteFunc(all, func(p *process.Process) bool {
		files, err := p.OpenFilesWithContext(ctx)
		return err != nil || int(p.Pid) == os.Getpid() || !slices.ContainsFunc(files, func(f process.OpenFilesStat) bool { return f.Path == path })
	}), nil
}

// haveCLI tells whether the CLI is among them.
func (p processes) haveCLI() bool {
	return slices.ContainsFunc(p, func(one *process.Process) bool {
		name, err := one.Name()
		return err == nil && name == "pulumi"
	})
}

// kill ends them. One that ended by itself is no error, and one that does not end shows
// when the lock is asked for again.
func (p processes) kill(ctx context.Context) {
	for _, one := range p {
		_ = one.KillWithContext(ctx)
	}
}

func (p processes) String() string {
	names := make([]string, len(p))
	for i, one := range p {
		name, _ := one.Name()
		names[i] = fmt.Sprintf("%s (process %d)", name, one.Pid)
	}
	return strings.Join(names, ", ")
}
