package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// Passphrase decrypts the secrets of the local stacks. It protects nothing: what
// it decrypts are the local desk's user and password.
const Passphrase = "cxbridge-local"

// PluginVersion is the version of pulumi-oci's SDK in go.mod, and so that of
// the resource plugin the program asks for.
const PluginVersion = "2.20.0"

// Engine is the Pulumi engine of one checkout, turned to one local cloud.
type Engine struct {
	Checkout      checkout.Checkout
	HostOverrides string // CLIENT_HOST_OVERRIDES
	OCIConfigFile string // an OCI configuration file of a user of that cloud
}

// A Variable of the environment.
type Variable struct{ Name, Value string }

// Environment lists what a shell needs for plain `pulumi` commands and for
// oci-go-sdk's default provider. path is the PATH to add to.
func (e Engine) Environment(path string) []Variable {
	return append([]Variable{
		{"PATH", e.pathDir() + string(filepath.ListSeparator) + path},
		{"PULUMI_HOME", e.Checkout.PulumiHome()},
		{"PULUMI_BACKEND_URL", e.backend()},
		{"PULUMI_CONFIG_PASSPHRASE", Passphrase},
		{"PULUMI_SKIP_UPDATE_CHECK", "true"},
		{"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true"},
		{"OCI_CONFIG_FILE", e.OCIConfigFile},
		{"CLIENT_HOST_OVERRIDES", e.HostOverrides},
	}, e.user(home())...)
}

// backend is a folder. Beside the state it would keep files of attributes, of no use here,
// which it does not write at one stroke: whoever is killed meanwhile leaves a backend in
// which no stack can be listed any more (gocloud.dev/blob/fileblob: metadata=skip).
func (e Engine) backend() string { return "file://" + e.Checkout.PulumiState() + "?metadata=skip" }

// interruptPatience is how long the engine may take to end what is under way.
const interruptPatience = time.Minute

// Command is a run of the CLI in the checkout's root, with the environment, which
// ends in order.
func (e Engine) Command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, e.Checkout.Tool("pulumi"), args...)
	command.Dir = e.Checkout.Root
	EndInOrder(command, interruptPatience)
	command.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(Unset(), name)
	})
	for _, v := range e.Environment(os.Getenv("PATH")) {
		command.Env = append(command.Env, v.Name+"="+v.Value)
	}
	return command
}

// EndInOrder has a run of the CLI interrupted when its context ends, once: in a process
// group of its own, it does not get the terminal's interrupt as well, which it would
// take for a second one. What is under way may take patience to end. Nobody waits for
// the CLI when this process is killed, so that it is interrupted then, too, on Linux.
func EndInOrder(command *exec.Cmd, patience time.Duration) {
	command.SysProcAttr = attributes()
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = patience
}

// Prepare puts the programs where the engine looks for them and makes the stack
// if there is none of that name. It may be called by several processes at a time.
func (e Engine) Prepare(ctx context.Context, stack string) (err error) {
	if err := os.MkdirAll(e.Checkout.Home, 0o755); err != nil {
		return err
	}
	alone := flock.New(filepath.Join(e.Checkout.Home, "prepare.lock"))
	if _, err := alone.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return fmt.Errorf("waiting for whoever else prepares Pulumi's programs: %w", err)
	}
	defer func() { err = errors.Join(err, alone.Unlock()) }()
	if err := e.install(); err != nil {
		return fmt.Errorf("installing Pulumi's programs: %w", err)
	}
	if err := os.MkdirAll(e.Checkout.PulumiState(), 0o755); err != nil {
		return err
	}
	if e.hasStack(stack) {
		return nil
	}
	if out, err := e.Command(ctx, "stack", "init", stack, "--non-interactive").CombinedOutput(); err != nil {
		return fmt.Errorf("pulumi stack init %s: %w\n%s", stack, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// install links the CLI and the language plugin into a folder for PATH, and the
// resource plugin into the engine's home, in the layout of `pulumi plugin
// install`: were it on PATH, the engine would use it from there with a warning.
func (e Engine) install() error {
	plugins := filepath.Join(e.Checkout.PulumiHome(), "plugins", "resource-oci-v"+PluginVersion)
	for name, dir := range map[string]string{
		"pulumi": e.pathDir(), "pulumi-language-go": e.pathDir(), "pulumi-resource-oci": plugins,
	} {
		tool, err := e.Checkout.RequireTool(name)
		if err != nil {
			return err
		}
		if err := link(tool, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// link makes path a symbolic link to target, whatever it was before.
func link(target, path string) error {
	if now, err := os.Readlink(path); err == nil && now == target {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

// pathDir is the folder that goes to the front of PATH.
func (e Engine) pathDir() string { return filepath.Join(e.Checkout.Home, "path") }

// hasStack looks for the file backend's file, which takes a thousandth of the
// time of asking the CLI.
func (e Engine) hasStack(stack string) bool {
	_, err := os.Stat(filepath.Join(e.Checkout.PulumiState(), ".pulumi", "stacks", "cxbridge", stack+".json"))
	return err == nil
}
