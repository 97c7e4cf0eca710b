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
	const good = "config:\n  cxbridge:b2cserviceHostname: 127.0.0.1:9003\n  cxbridge:registry: 127.0.0.1:9000\n"
	for name, test := range map[string]struct {
		config string
		first  int
		want   []string // of the error, which is one of all that is wrong
	}{
		"as it should be": {good, 9000, nil},
		"other ports":     {good, 9100, []string{"goes to 127.0.0.1:9000, 127.0.0.1:9003,", PortsVariable, "write there 127.0.0.1:9100 ", "127.0.0.1:9102 ", "127.0.0.1:9103 "}},
		"half a port":     {good, 900, []string{"goes to 127.0.0.1:9000, "}},
		"another desk":    {good + "  cxbridge:cxif:\n    endpoint: http://127.0.0.1:8482\n", 9000, []string{"goes to 127.0.0.1:8482, but"}},
		"mixed up":        {strings.Replace(good, "9000", "9002", 1), 9000, []string{`write "cxbridge:registry: 127.0.0.1:9000"`}},
		"no registry":     {"config:\n  cxbridge:b2cserviceHostname: 127.0.0.1:9003\n", 9000, []string{`write "cxbridge:registry: 127.0.0.1:9000"`}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(c.Root, "stacks", "Pulumi.local.yaml"), []byte(test.config), 0o644); err != nil {
				t.Fatal(err)
			}
			err := c.CheckStack(PortsAt(test.first))
			if (err == nil) != (test.want == nil) {
				t.Fatalf("CheckStack: %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q: %v", want, err)
				}
			}
		})
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
