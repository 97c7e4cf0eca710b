package runner

import (
	"os/exec"
	"runtime"
)

// launcher starts all processes from one OS thread that lives as long as the
// Runner. Linux sends a child its parent-death signal when the *thread* that
// started it ends, and Go may end any other thread.
type launcher struct{ jobs chan func() }

func newLauncher() *launcher {
	l := &launcher{jobs: make(chan func())}
	go func() {
		runtime.LockOSThread()
		for job := range l.jobs {
			job()
		}
	}()
	return l
}

func (l *launcher) start(cmd *exec.Cmd) error {
	started := make(chan error)
	l.jobs <- func() { started <- cmd.Start() }
	return <-started
}

func (l *launcher) close() { close(l.jobs) }
