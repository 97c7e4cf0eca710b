package checkout

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newCheckout makes the two files by which a checkout is known.
func newCheckout(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range []string{"Pulumi.yaml", "go.mod"} {
		if err := os.WriteFile(filepath.Join(root, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestFindWalksUpToTheRoot(t *testing.T) {
	root := newCheckout(t)
	deep := filepath.Join(root, "functions", "sms")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := Find(deep, env(nil))
	if err != nil || c.Root != root || c.Home != filepath.Join(root, ".cxbridge") {
		t.Errorf("Find = %+v, %v", c, err)
	}
}

func TestFindOutsideACheckoutSaysWhatToDo(t *testing.T) {
	_, err := Find(t.TempDir(), env(nil))
	if err == nil || !strings.Contains(err.Error(), "run this from the checkout") {
		t.Errorf("err = %v", err)
	}
}

func TestTheEnvironmentMovesThings(t *testing.T) {
	root := newCheckout(t)
	c, err := Find(root, env(map[string]string{HomeVariable: "/elsewhere", ToolchainVariable: "/tools"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Bin("local"); got != "/elsewhere/bin/local" {
		t.Errorf("Bin = %s", got)
	}
	if got := c.Tool("pulumi"); got != "/tools/pulumi" {
		t.Errorf("Tool = %s", got)
	}
}

func TestRequireTool(t *testing.T) {
	root := newCheckout(t)
	built, err := Find(root, env(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := built.RequireTool("pulumi"); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("err = %v, want ErrNotBuilt", err)
	}
	given, err := Find(root, env(map[string]string{ToolchainVariable: t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := given.RequireTool("pulumi"); err == nil || !strings.Contains(err.Error(), ToolchainVariable) {
		t.Errorf("err = %v, want it to name %s", err, ToolchainVariable)
	}
}

func TestCheckStack(t *testing.T) {
	c := Checkout{Root: t.TempDir()}
	if err := c.CheckStack(PortsAt(FirstPort)); err == nil {
		t.Error("a missing stack was accepted")
	}
	if err := os.Mkdir(filepath.Join(c.Root, "stacks"), 0o755); err != nil {
		t.Fatal(err)
	}
	config := "config:\n  cxbridge:b2cserviceHostname: 127.0.0.1:9003\n  cxbridge:registry: 127.0.0.1:9000\n"
	if err := os.WriteFile(filepath.Join(c.Root, "stacks", "Pulumi.local.yaml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := c.CheckStack(PortsAt(9000)); err != nil {
		t.Errorf("CheckStack: %v", err)
	}
	if err := c.CheckStack(PortsAt(900)); err == nil || !strings.Contains(err.Error(), PortsVariable) {
		t.Errorf("CheckStack of other ports: %v", err)
	}
	config += "  cxbridge:cxif:\n    endpoint: http://127.0.0.1:8482\n"
	if err := os.WriteFile(filepath.Join(c.Root, "stacks", "Pulumi.local.yaml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := c.CheckStack(PortsAt(9000)); err == nil || !strings.Contains(err.Error(), "127.0.0.1:8482, which is none of the ports 9000 to 9003") {
		t.Errorf("CheckStack of a stack that goes to another desk: %v", err)
	}
}

func TestPortsFrom(t *testing.T) {
	for value, want := range map[string]Ports{
		"":     {8480, 8481, 8482, 8483},
		"9000": {9000, 9001, 9002, 9003},
	} {
		got, err := PortsFrom(env(map[string]string{PortsVariable: value}))
		if err != nil || got != want {
			t.Errorf("PortsFrom(%q) = %+v, %v", value, got, err)
		}
	}
	for _, value := range []string{"80", "65533", "many", "-1"} {
		if _, err := PortsFrom(env(map[string]string{PortsVariable: value})); err == nil {
			t.Errorf("PortsFrom(%q) was accepted", value)
		}
	}
}
