package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

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
	return []Variable{
		{"PATH", filepath.Dir(e.Checkout.Tool("pulumi")) + string(filepath.ListSeparator) + path},
		{"PULUMI_HOME", e.Checkout.PulumiHome()},
		{"PULUMI_BACKEND_URL", "file://" + e.Checkout.PulumiState()},
		{"PULUMI_CONFIG_PASSPHRASE", Passphrase},
		{"PULUMI_SKIP_UPDATE_CHECK", "true"},
		{"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true"},
		{"OCI_CONFIG_FILE", e.OCIConfigFile},
		{"CLIENT_HOST_OVERRIDES", e.HostOverrides},
	}
}

// Command is a run of the CLI in the checkout's root, with the environment.
func (e Engine) Command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, e.Checkout.Tool("pulumi"), args...)
	command.Dir = e.Checkout.Root
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.Env = os.Environ()
	for _, v := range e.Environment(os.Getenv("PATH")) {
		command.Env = append(command.Env, v.Name+"="+v.Value)
	}
	return command
}

// Prepare puts the resource plugin where the engine looks for it and makes the
// stack if there is none of that name.
func (e Engine) Prepare(ctx context.Context, stack string) error {
	for _, tool := range []string{"pulumi", "pulumi-language-go"} {
		if _, err := e.Checkout.RequireTool(tool); err != nil {
			return err
		}
	}
	if err := e.installPlugin(); err != nil {
		return fmt.Errorf("installing the oci plugin: %w", err)
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

// installPlugin links the plugin into the engine's home, in the layout of
// `pulumi plugin install`, so that the engine finds it without a warning.
func (e Engine) installPlugin() error {
	const name = "pulumi-resource-oci"
	plugin, err := e.Checkout.RequireTool(name)
	if err != nil {
		return err
	}
	dir := filepath.Join(e.Checkout.PulumiHome(), "plugins", "resource-oci-v"+PluginVersion)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	link := filepath.Join(dir, name)
	if target, err := os.Readlink(link); err == nil && target == plugin {
		return nil
	}
	if err := os.RemoveAll(link); err != nil {
		return err
	}
	return os.Symlink(plugin, link)
}

// hasStack looks for the file backend's file, which takes a thousandth of the
// time of asking the CLI.
func (e Engine) hasStack(stack string) bool {
	_, err := os.Stat(filepath.Join(e.Checkout.PulumiState(), ".pulumi", "stacks", "cxbridge", stack+".json"))
	return err == nil
}
