package target

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// onPath puts a pulumi on PATH that is a script.
func onPath(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pulumi"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("PULUMI_HOME", t.TempDir())
}

// environment is a caller's.
type environment map[string]string

func (e environment) get(name string) string { return e[name] }

func onOracleCloud(t *testing.T, variables environment) (*Target, error) {
	t.Helper()
	return Open(context.Background(), Options{Checkout: checkout.Checkout{Root: t.TempDir()}, Log: t.Output(), Getenv: variables.get})
}

func TestAShellOfTheLocalCloudIsRefused(t *testing.T) {
	onPath(t, "exit 0")
	_, err := onOracleCloud(t, environment{"CLIENT_HOST_OVERRIDES": "oci_core.VirtualNetworkClient=http://127.0.0.1:8480"})
	if err == nil || !strings.Contains(err.Error(), "--local") {
		t.Errorf("err = %v", err)
	}
}

func TestPulumiIsNeeded(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := onOracleCloud(t, nil)
	if err == nil || !strings.Contains(err.Error(), "https://www.pulumi.com/docs/install/") {
		t.Errorf("err = %v", err)
	}
}

func TestAPluginOfAnotherMajorVersionIsRefused(t *testing.T) {
	onPath(t, "exit 0")
	plugin := filepath.Join(os.Getenv("PATH"), "pulumi-resource-oci")
	if err := os.WriteFile(plugin, []byte("#!/bin/sh\necho 4.20.0\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := onOracleCloud(t, nil)
	if err == nil || !strings.Contains(err.Error(), "pulumi plugin install resource oci v2.20.0") {
		t.Errorf("err = %v", err)
	}
}

func TestConfig(t *testing.T) {
	onPath(t, `echo '{"cxbridge:region": {"value": "eu-frankfurt-1"}, "cxbridge:listeners": {"value": "[{\"apiName\": \"troubleTicket\"}]", "secret": true}}'`)
	target, err := onOracleCloud(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	config, err := target.Config(context.Background(), "dev")
	if err != nil {
		t.Fatal(err)
	}
	var listeners []struct{ APIName string }
	if err := config.JSON("listeners", &listeners); err != nil {
		t.Fatal(err)
	}
	if config.Text("region") != "eu-frankfurt-1" || len(listeners) != 1 || listeners[0].APIName != "troubleTicket" {
		t.Errorf("config = %v, listeners = %v", config, listeners)
	}
}

func TestAFailureSaysWhatPulumiSaid(t *testing.T) {
	onPath(t, "echo no stack named dev >&2; exit 255")
	target, err := onOracleCloud(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := target.Outputs(context.Background(), "dev"); err == nil || !strings.Contains(err.Error(), "no stack named dev") {
		t.Errorf("err = %v", err)
	}
}

func TestAMissingOutputNamesTheNextStep(t *testing.T) {
	if _, err := (Outputs{"ids": []byte(`["a"]`)}).Text("ids"); err == nil || !strings.Contains(err.Error(), "pulumi up") {
		t.Errorf("err = %v", err)
	}
}

func TestSecretsReachPulumiByItsInput(t *testing.T) {
	onPath(t, `echo "$@" >args; read -r line <&0; echo "$line" >input`)
	target, err := onOracleCloud(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := target.Give(context.Background(), "a secret\n", "config", "set"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"args": "config set --non-interactive\n", "input": "a secret\n"} {
		if got, err := os.ReadFile(filepath.Join(target.Checkout.Root, name)); err != nil || string(got) != want {
			t.Errorf("%s = %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestState(t *testing.T) {
	onPath(t, `echo '{"deployment": {"resources": [
		{"urn": "urn:a", "protect": true}, {"urn": "urn:b", "inputs": {"freeformTags": {"owner": "me", "key": {"ciphertext": "v1:x"}}}}, {"urn": "urn:c", "inputs": {"cidr": 1}}
	]}}'`)
	target, err := onOracleCloud(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	state, err := target.State(context.Background(), "dev")
	if diff := cmp.Diff(State{Protected: []string{"urn:a"}, Tags: map[string]string{"owner": "me"}}, state); err != nil || diff != "" {
		t.Errorf("%v, state (-want +got):\n%s", err, diff)
	}
}

// The CLI remembers in its home which stack is selected, and takes that back when it removes any.
func TestRemovingAStackLeavesTheSelection(t *testing.T) {
	onPath(t, `echo "$PULUMI_HOME $PULUMI_CREDENTIALS_PATH: $*" >called`)
	home, elsewhere := os.Getenv("PULUMI_HOME"), t.TempDir()
	for credentials, want := range map[string]string{"": home, elsewhere: elsewhere} {
		t.Setenv("PULUMI_CREDENTIALS_PATH", credentials)
		target, err := onOracleCloud(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		target.Checkout.Home = t.TempDir()
		if err := target.RemoveStack(context.Background(), "try", "--preserve-config"); err != nil {
			t.Fatal(err)
		}
		called, err := os.ReadFile(filepath.Join(target.Checkout.Root, "called"))
		aside, rest, _ := strings.Cut(string(called), " ")
		if err != nil || aside == home || filepath.Dir(aside) != target.Checkout.Home {
			t.Errorf("the CLI's home is %q, %v", aside, err)
		}
		if want += ": stack rm -s try --yes --remove-backups --non-interactive --preserve-config\n"; rest != want {
			t.Errorf("credentials and arguments are %q, want %q", rest, want)
		}
	}
}
