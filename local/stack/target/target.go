package target

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/authority"
	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/engine"
	"github.com/cxbridge/cxbridge/local/stack/pluginversion"
	"github.com/cxbridge/cxbridge/shared/hostoverride"
)

// Options say where a stack lives.
type Options struct {
	Checkout checkout.Checkout
	Ports    checkout.Ports // of a local cloud that does not run yet
	Local    bool           // on the local cloud instead of Oracle Cloud
	Log      io.Writer      // for what is under way, pulumi's own output included
	Getenv   func(string) string
}

// Target is one of the two places.
type Target struct {
	Checkout checkout.Checkout
	Local    bool
	Log      io.Writer
	// Inherit is an open file that every run of the CLI has, and the plugins that it starts: a
	// lock held by it is held for as long as one of these processes lives. nil is none.
	Inherit *os.File

	getenv func(string) string
	engine engine.Engine // of the local cloud
	urls   daemon.Addresses
}

// Open makes the engine ready. A local cloud that does not run is started.
func Open(ctx context.Context, o Options) (*Target, error) {
	if !o.Local {
		t := &Target{Checkout: o.Checkout, Log: o.Log, getenv: o.Getenv}
		return t, t.checkEnvironment(ctx)
	}
	state, running, err := daemon.Read(o.Checkout.Local())
	if err != nil {
		return nil, err
	}
	if running && state.Ready {
		o.Ports = state.Ports
	} else if err := start(ctx, o); err != nil {
		return nil, err
	}
	return OnRunning(ctx, o)
}

// OnRunning is Open on a local cloud that runs at the options' ports.
func OnRunning(ctx context.Context, o Options) (*Target, error) {
	if err := o.Checkout.CheckStack(o.Ports); err != nil {
		return nil, err
	}
	t := &Target{Checkout: o.Checkout, Local: true, Log: o.Log, getenv: o.Getenv}
	t.engine, t.urls = daemon.Engine(o.Checkout, o.Ports), daemon.URLs(o.Ports)
	return t, t.engine.Prepare(ctx, "local")
}

// start is scripts/local up, one at a time: two would both find no local cloud, and
// start it at the same ports.
func start(ctx context.Context, o Options) (err error) {
	lock := flock.New(filepath.Join(o.Checkout.Home, "start.lock"))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return fmt.Errorf("waiting for who starts the local cloud, too: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	up := exec.CommandContext(ctx, o.Checkout.Bin("local"), "up")
	up.Dir, up.Stdout, up.Stderr = o.Checkout.Root, o.Log, o.Log
	if err := up.Run(); err != nil {
		return fmt.Errorf("starting the local cloud: %w (the lines above say why)", err)
	}
	return nil
}

// checkEnvironment looks for what every command on Oracle Cloud needs of the caller's
// shell.
func (t *Target) checkEnvironment(ctx context.Context) error {
	for _, name := range hostoverride.Variables() {
		if t.getenv(name) != "" {
			return fmt.Errorf("%s is set: this shell is turned to the local cloud, not to Oracle Cloud: open another one, or give --local", name)
		}
	}
	if _, err := exec.LookPath("pulumi"); err != nil {
		return errors.New("the pulumi command is not on PATH: install it from https://www.pulumi.com/docs/install/, or give --local for the local cloud")
	}
	return pluginversion.Check(ctx, t.getenv)
}

// patience is how long the engine may take to end what is under way on Oracle Cloud
// once it is interrupted: a gateway alone takes minutes.
const patience = 20 * time.Minute

// Command is a run of the CLI in the checkout's root, which is interrupted, once, when
// ctx ends.
func (t *Target) Command(ctx context.Context, args ...string) *exec.Cmd {
	command := t.command(ctx, args)
	if t.Inherit != nil {
		command.ExtraFiles = []*os.File{t.Inherit}
	}
	return command
}

func (t *Target) command(ctx context.Context, args []string) *exec.Cmd {
	if t.Local {
		return t.engine.Command(ctx, args...)
	}
	command := exec.CommandContext(ctx, "pulumi", args...)
	command.Dir = t.Checkout.Root
	command.Env = append(os.Environ(), "PULUMI_SKIP_UPDATE_CHECK=true")
	engine.EndInOrder(command, patience)
	return command
}

// Run runs the CLI with its output to Log.
func (t *Target) Run(ctx context.Context, args ...string) error { return t.Give(ctx, "", args...) }

// Give is Run with a text on standard input, which is how a secret reaches the CLI
// without being told to whoever lists processes.
func (t *Target) Give(ctx context.Context, input string, args ...string) error {
	return t.run(t.Command(ctx, append(args, "--non-interactive")...), input)
}

func (t *Target) run(command *exec.Cmd, input string) error {
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), t.Log, t.Log
	if err := command.Run(); err != nil {
		return fmt.Errorf("pulumi %s: %w (the lines above say why)", command.Args[1], err)
	}
	return nil
}

// StackFile is the path of a stack's configuration.
func (t *Target) StackFile(stack string) string {
	return filepath.Join(t.Checkout.Root, "stacks", "Pulumi."+stack+".yaml")
}

// Desk is where the local desk is, for people; empty on Oracle Cloud.
func (t *Target) Desk() string { return t.urls.Desk }

// HTTP is a client that trusts the local authority besides the system's, where the
// local cloud is meant.
func (t *Target) HTTP() (*http.Client, error) {
	if !t.Local {
		return &http.Client{}, nil
	}
	ca, err := t.authority()
	if err != nil {
		return nil, err
	}
	return ca.Client(), nil
}

// roots are the authorities that HTTP trusts; nil are the system's.
func (t *Target) roots() (*x509.CertPool, error) {
	if !t.Local {
		return nil, nil
	}
	ca, err := t.authority()
	if err != nil {
		return nil, err
	}
	return ca.Roots(), nil
}

func (t *Target) authority() (*authority.Authority, error) {
	return authority.Open(filepath.Join(t.Checkout.Local(), "authority"), time.Now())
}
