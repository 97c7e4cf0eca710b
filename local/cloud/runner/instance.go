package runner

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// instance is one process. What the Runner books about it is guarded by
// Runner.mu; call and refreshCredentials are for the one who acquired it.
type instance struct {
	runner   *Runner
	pool     *pool
	function Function
	image    *image
	dir      string // its working folder, credentials, temporary files and socket
	process  *exec.Cmd
	exited   chan struct{} // closed when the process is gone
	output   *output
	client   *http.Transport
	started  time.Time

	credentialsUntil time.Time
	broken           bool // set by call, read by release

	busy, retired bool
	calls         int
	idleSince     time.Time
}

// start makes a ready instance of f.
func (r *Runner) start(ctx context.Context, p *pool, f Function) (*instance, error) {
	image, err := r.images.prepare(ctx, f)
	if err != nil {
		return nil, err
	}
	i := &instance{
		runner: r, pool: p, function: f, image: image,
		exited: make(chan struct{}), started: r.options.Clock(),
	}
	i.output = newOutput(f, r.options)
	if err := i.prepare(ctx); err != nil {
		i.clean()
		return nil, err
	}
	if err := r.launcher.start(i.process); err != nil {
		i.clean()
		return nil, initFailed("start %s of image %s: %v; it must be a statically linked program for %s",
			image.command[0], f.Image, err, platform())
	}
	r.running.Go(i.reap)
	if !r.add(p, i) {
		i.kill()
		return nil, unavailable()
	}
	if err := i.waitReady(ctx); err != nil {
		i.kill()
		return nil, err
	}
	return i, nil
}

// prepare makes the folders and the command.
func (i *instance) prepare(ctx context.Context) error {
	var err error
	if i.dir, err = os.MkdirTemp(i.runner.instances.Name(), ""); err != nil {
		return initFailed("folder for function %s: %v", i.function.Name, err)
	}
	for _, sub := range []string{"work", "tmp", socketFolder, credentialsFolder} {
		if err := os.Mkdir(filepath.Join(i.dir, sub), 0o700); err != nil {
			return initFailed("folder for function %s: %v", i.function.Name, err)
		}
	}
	if err := i.refreshCredentials(ctx); err != nil {
		return err
	}
	i.process = &exec.Cmd{
		Path:       i.image.executable,
		Args:       i.image.command,
		Env:        i.environment(),
		Dir:        filepath.Join(i.dir, "work"),
		Stdout:     i.output.stream("stdout"),
		Stderr:     i.output.stream("stderr"),
		ExtraFiles: []*os.File{i.runner.instances}, // firstExtra
		WaitDelay:  time.Second,                    // for a grandchild that keeps the pipes open
	}
	i.process.SysProcAttr = attributes()
	i.client = &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", i.socket(i.runner.instances.Fd()))
		},
		DisableCompression: true, // Accept-Encoding is the caller's to set
		MaxConnsPerHost:    1,
	}
	return nil
}

// Where an FDK listens, as in OCI, but below the instance's folder.
const (
	socketFolder = "iofs"
	socketName   = "lsnr.sock"
)

// firstExtra is what a process knows its first ExtraFiles as.
const firstExtra = 3

// socket is where the instance listens, for a process to which the folder of all instances
// is open as fd. The path of a socket may have 107 bytes, and that of a checkout more:
// what is open has a short name, and the socket can lie with all else of its instance.
func (i *instance) socket(fd uintptr) string {
	return filepath.Join(openFolder(fd, i.runner.instances.Name()), filepath.Base(i.dir), socketFolder, socketName)
}

func (i *instance) pid() int { return i.process.Process.Pid }

func (i *instance) alive() bool {
	select {
	case <-i.exited:
		return false
	default:
		return true
	}
}

// kill ends the process and what it started. The reaper does the rest.
func (i *instance) kill() {
	if i.alive() {
		killGroup(i.pid())
	}
}

// reap waits for the end of the process and clears up after it.
func (i *instance) reap() {
	i.process.Wait() // how it ended is in ProcessState
	close(i.exited)
	i.output.flush()
	i.client.CloseIdleConnections()
	i.runner.forget(i)
	i.clean()
}

func (i *instance) clean() {
	if i.dir != "" {
		os.RemoveAll(i.dir)
	}
}
