package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// newEngine is an engine whose CLI is a script that appends its arguments to
// a file.
func newEngine(t *testing.T, script string) (Engine, string) {
	t.Helper()
	dir := t.TempDir()
	tools := filepath.Join(dir, "tools")
	if err := os.Mkdir(tools, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pulumi", "pulumi-language-go", "pulumi-resource-oci"} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return Engine{Checkout: checkout.Checkout{Root: dir, Home: filepath.Join(dir, "home"), Toolchain: tools}}, dir
}

func TestPrepareMakesTheStackOnce(t *testing.T) {
	e, dir := newEngine(t, `echo "$@" >>calls; mkdir -p home/pulumi-state/.pulumi/stacks/cxbridge; touch home/pulumi-state/.pulumi/stacks/cxbridge/$3.json`)
	for range 2 {
		if err := e.Prepare(context.Background(), "local"); err != nil {
			t.Fatal(err)
		}
	}
	calls, err := os.ReadFile(filepath.Join(dir, "calls"))
	if err != nil || string(calls) != "stack init local --non-interactive\n" {
		t.Errorf("the CLI was called with %q, %v", calls, err)
	}
	plugin := filepath.Join(e.Checkout.PulumiHome(), "plugins", "resource-oci-v"+PluginVersion, "pulumi-resource-oci")
	if _, err := os.Stat(plugin); err != nil {
		t.Errorf("the plugin is not where the engine looks: %v", err)
	}
}

func TestPrepareFollowsAnotherToolchain(t *testing.T) {
	e, _ := newEngine(t, "exit 0")
	if err := e.Prepare(context.Background(), "local"); err != nil {
		t.Fatal(err)
	}
	other, _ := newEngine(t, "exit 0")
	other.Checkout.Home = e.Checkout.Home
	if err := other.Prepare(context.Background(), "local"); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(e.Checkout.PulumiHome(), "plugins", "resource-oci-v"+PluginVersion, "pulumi-resource-oci")
	if target, err := os.Readlink(link); err != nil || filepath.Dir(target) != other.Checkout.Toolchain {
		t.Errorf("the plugin is %s, %v: not the other toolchain's", target, err)
	}
}

func TestPrepareSaysWhatTheCLISaid(t *testing.T) {
	e, _ := newEngine(t, "echo wrong passphrase; exit 255")
	err := e.Prepare(context.Background(), "local")
	if err == nil || !strings.Contains(err.Error(), "wrong passphrase") {
		t.Errorf("err = %v", err)
	}
}

func TestPrepareNamesTheMissingTool(t *testing.T) {
	e, _ := newEngine(t, "exit 0")
	if err := os.Remove(e.Checkout.Tool("pulumi-resource-oci")); err != nil {
		t.Fatal(err)
	}
	err := e.Prepare(context.Background(), "local")
	if err == nil || !strings.Contains(err.Error(), "pulumi-resource-oci") {
		t.Errorf("err = %v", err)
	}
}

func TestTheEnvironmentWinsOverTheCallers(t *testing.T) {
	e, _ := newEngine(t, `echo "$PULUMI_HOME $PULUMI_BACKEND_URL $CLIENT_HOST_OVERRIDES$TF_VAR_user_ocid$OCI_REGION"; command -v pulumi`)
	e.HostOverrides = "oci_core.VirtualNetworkClient=http://127.0.0.1:8480"
	if err := e.install(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PULUMI_HOME", "/wrong")
	t.Setenv("PULUMI_BACKEND_URL", "https://wrong.example")
	t.Setenv("TF_VAR_user_ocid", "a real user")
	t.Setenv("OCI_REGION", "a real region")
	out, err := e.Command(context.Background()).Output()
	want := e.Checkout.PulumiHome() + " file://" + e.Checkout.PulumiState() + "?metadata=skip " + e.HostOverrides + "\n" + filepath.Join(e.Checkout.Home, "path", "pulumi") + "\n"
	if err != nil || string(out) != want {
		t.Errorf("out = %q, %v, want %q", out, err, want)
	}
}

// A person's ~/.oci/config would win over OCI_CONFIG_FILE, but not over these.
func TestTheLocalUserWinsOverThePersonsFile(t *testing.T) {
	e := Engine{OCIConfigFile: filepath.Join(t.TempDir(), "config")}
	text := "[DEFAULT]\nuser=u\nfingerprint=cc:dd\ntenancy=t\nregion=us-ashburn-1\nkey_file=/keys/a=b.pem\n"
	if err := os.WriteFile(e.OCIConfigFile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	if got := e.user(home); got != nil {
		t.Errorf("nobody has a file, and yet there is %v", got)
	}
	if err := errors.Join(os.Mkdir(filepath.Join(home, ".oci"), 0o700), os.WriteFile(filepath.Join(home, ".oci", "config"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	want := []Variable{
		{"TF_VAR_user_ocid", "u"}, {"TF_VAR_fingerprint", "cc:dd"}, {"TF_VAR_tenancy_ocid", "t"},
		{"TF_VAR_region", "us-ashburn-1"}, {"TF_VAR_private_key_path", "/keys/a=b.pem"},
	}
	if diff := cmp.Diff(want, e.user(home)); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	if got := (Engine{OCIConfigFile: e.OCIConfigFile + "x"}).user(home); got != nil {
		t.Errorf("the local cloud never ran, and yet there is %v", got)
	}
}

// The SDK asks the engine for a plugin of its own version.
func TestPluginVersionIsThatOfTheSDK(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), "github.com/pulumi/pulumi-oci/sdk/v2 v"+PluginVersion) {
		t.Errorf("go.mod does not require pulumi-oci/sdk/v2 v%s", PluginVersion)
	}
}
