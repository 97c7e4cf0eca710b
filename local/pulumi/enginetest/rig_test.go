//go:build engine

package enginetest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/engine"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
)

// rig is a project with a stack, a home for the engine, and a fake OCI.
type rig struct {
	t    *testing.T
	fake *fakeoci.Server
	dir  string // the project's folder
	env  []string
	cli  string
}

// newRig is the project whose program makes some of each kind of OCI's resources.
func newRig(t *testing.T) *rig {
	r := newRigOf(t, "program", "")
	r.pulumi("config", "set", "memory", "256")
	return r
}

// newRigOf is a project of one of the programs here; more goes into its Pulumi.yaml.
func newRigOf(t *testing.T, program, more string) *rig {
	t.Helper()
	c := findCheckout(t)
	r := &rig{t: t, fake: fakeoci.New(), dir: t.TempDir()}
	t.Cleanup(r.fake.Close)
	bin, home, state := t.TempDir(), t.TempDir(), t.TempDir()
	r.cli = filepath.Join(bin, "pulumi")
	plugin := filepath.Join(home, "plugins", "resource-oci-v2.20.0")
	if err := os.MkdirAll(plugin, 0o755); err != nil {
		t.Fatal(err)
	}
	// Where the engine looks: the language plugin beside it, the other in its home.
	for tool, place := range map[string]string{"pulumi": bin, "pulumi-language-go": bin, "pulumi-resource-oci": plugin} {
		if _, err := os.Stat(c.Tool(tool)); err != nil {
			t.Fatalf("%v: build it first (scripts/local up)", err)
		}
		if err := os.Symlink(c.Tool(tool), filepath.Join(place, tool)); err != nil {
			t.Fatal(err)
		}
	}
	// A person's own user, of variables or of ~/.oci/config, is not to sign.
	mine := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(engine.Unset(), name)
	})
	r.env = append(mine,
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "PULUMI_HOME="+home,
		"PULUMI_BACKEND_URL=file://"+state, "PULUMI_CONFIG_PASSPHRASE=test", "PULUMI_SKIP_UPDATE_CHECK=true",
		"CLIENT_HOST_OVERRIDES="+overrides(r.fake.URL),
		"TF_VAR_user_ocid=ocid1.user.oc1..test", "TF_VAR_tenancy_ocid=ocid1.tenancy.oc1..test", "TF_VAR_fingerprint=00:11",
		"TF_VAR_region=us-ashburn-1", "TF_VAR_private_key_path="+writeKey(t))
	r.project(c, program, more)
	r.pulumi("stack", "init", "test")
	return r
}

func findCheckout(t *testing.T) checkout.Checkout {
	t.Helper()
	c, err := checkout.Find(".", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// project writes the Pulumi.yaml that leads to a program.
func (r *rig) project(c checkout.Checkout, program, more string) {
	dir, err := filepath.Abs(program)
	if err != nil {
		r.t.Fatal(err)
	}
	text := fmt.Sprintf("name: enginetest\nmain: %s\nruntime:\n  name: go\n  options:\n    buildTarget: %s\n%s",
		dir, c.Bin("enginetest-"+program), more)
	if err := os.WriteFile(filepath.Join(r.dir, "Pulumi.yaml"), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// writeKey makes an API key, and returns the file that it is in.
func writeKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func overrides(url string) string {
	out := ""
	for _, r := range table.Resources() {
		out += r.Service.Client + "=" + url + ";"
	}
	for _, f := range table.Functions() {
		out += f.Service.Client + "=" + url + ";"
	}
	return out
}

// pulumi runs the CLI, and fails the test if it fails.
func (r *rig) pulumi(args ...string) string {
	r.t.Helper()
	out, err := r.try(args...)
	if err != nil {
		r.t.Fatalf("pulumi %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (r *rig) try(args ...string) (string, error) {
	cmd := exec.CommandContext(r.t.Context(), r.cli, append(args, "--non-interactive", "--color=never")...)
	cmd.Dir, cmd.Env = r.dir, r.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}
