package doctor

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

const root = "../../.."

// visit looks at the stack and returns what was found.
func visit(t *testing.T, p *stacktest.Place) (lines string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = Run(context.Background(), Options{Target: p.Target, Stack: stacktest.Stack, Out: &out})
	return out.String(), err
}

// expect compares the findings that are not ok with those that are wanted, in their order:
// the beginnings of lines, and after " … " what else they say.
func expect(t *testing.T, p *stacktest.Place, wanted ...string) {
	t.Helper()
	lines, err := visit(t, p)
	faults := 0
	for line := range strings.Lines(lines) {
		if strings.HasPrefix(line, string(ok)+" ") || strings.HasPrefix(line, "next: ") {
			continue
		}
		if strings.HasPrefix(line, string(fault)) {
			faults++
		}
		if len(wanted) == 0 || !says(line, wanted[0]) {
			t.Fatalf("found: %swanted: %q\nall: %s", line, wanted, lines)
		}
		wanted = wanted[1:]
	}
	if len(wanted) > 0 {
		t.Errorf("not found: %q\nall: %s", wanted, lines)
	}
	if (err != nil) != (faults > 0) {
		t.Errorf("%d faults, and err = %v", faults, err)
	}
}

func says(line, wanted string) bool {
	begin, rest, _ := strings.Cut(wanted, " … ")
	return strings.HasPrefix(strings.Join(strings.Fields(line), " "), begin) && strings.Contains(line, rest)
}

func TestTheLocalStackIsFine(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	lines, err := visit(t, p)
	if err != nil || strings.Contains(lines, string(fault)) || strings.Contains(lines, string(warning)) {
		t.Errorf("err = %v\n%s", err, lines)
	}
	for _, about := range []string{"tools", "settings", "credentials", "region", "compartment", "limits", "names", "namespace", "registry", "B2C Service", "incidents", "CX Industries", "tokens"} {
		if !strings.Contains(lines, "ok       "+about+": ") {
			t.Errorf("nothing is said of %s:\n%s", about, lines)
		}
	}
	if strings.Contains(lines, "vault: ") || strings.Contains(lines, "certificate: ") {
		t.Errorf("there is neither a vault nor a certificate given:\n%s", lines)
	}
}

func TestFaults(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{Assume: []string{"HomeRegion=us-phoenix-1"}})
	const nowhere = "ocid1.compartment.oc1..nowhere"
	for name, test := range map[string]struct {
		set    map[string]string
		wanted []string
	}{
		"several settings": {map[string]string{"owner": "", "logRetentionInDays": "31"},
			[]string{"fault settings: owner … pulumi config set -s local owner", "fault settings: logRetentionInDays … 30, 60"}},
		"placeholders": {map[string]string{"compartmentId": "<OCID of the compartment>", "registryUser": "<namespace>/<user>", "b2cservicePassword": ""},
			[]string{"fault settings: compartmentId", "fault settings: b2cservicePassword", "fault settings: registryUser",
				"warning compartment: not looked at before this is right: compartmentId", "warning limits: not looked at", "warning names: not looked at",
				"warning namespace: not looked at before this is right: registryUser", "warning registry: not looked at before this is right: registryUser", "warning B2C Service: not looked at", "warning incidents: not looked at before B2C Service"}},
		"a tenancy of somebody else": {map[string]string{"tenancyId": "ocid1.tenancy.oc1..other"},
			[]string{"fault credentials: they are of the tenancy ocid1.tenancy.oc1..cxbridgelocal … pulumi config set -s local tenancyId ocid1.tenancy.oc1..cxbridgelocal",
				"warning region: not looked at without credentials", "warning compartment: not", "warning limits: not", "warning names: not", "warning namespace: not"}},
		"a region without subscription": {map[string]string{"region": "eu-frankfurt-1"},
			[]string{"fault region: the tenancy is not subscribed to eu-frankfurt-1, but to us- … us-phoenix-1"}},
		"another home region": {map[string]string{"homeRegion": "eu-frankfurt-1"},
			[]string{"fault region: homeRegion is eu-frankfurt-1 … pulumi config set -s local homeRegion us-phoenix-1"}},
		"a compartment that is not there": {map[string]string{"compartmentId": nowhere},
			[]string{"fault compartment: " + nowhere + ": 404 … pulumi config set -s local compartmentId"}},
		"another namespace": {map[string]string{"registryNamespace": "other", "registryUser": "other/local"},
			[]string{"fault namespace: registryNamespace is other … pulumi config rm -s local registryNamespace", "fault registry: 127.0.0.1"}},
		"a user of another namespace": {map[string]string{"registryUser": "other/local"},
			[]string{"fault namespace: registryUser is other/local … pulumi config set -s local registryUser cxbridge/<user>", "fault registry: 127.0.0.1"}},
		"a wrong auth token": {map[string]string{"registryPassword": "wrong-auth-token"},
			[]string{"fault registry: 127.0.0.1 … refuses cxbridge/local (401)"}},
		"no registry": {map[string]string{"registry": "127.0.0.1:1"},
			[]string{"fault registry: 127.0.0.1:1 cannot be logged in to … pulumi config rm -s local registry"}},
		"a wrong account": {map[string]string{"b2cservicePassword": "wrong"},
			[]string{"fault B2C Service: 127.0.0.1 … refuses the account: pulumi config set -s local", "warning incidents: not looked at before B2C Service takes the account"}},
		"no site": {map[string]string{"b2cserviceHostname": "127.0.0.1:1"},
			[]string{"fault B2C Service: 127.0.0.1:1 does not answer: … connection refused: is that the site", "warning incidents: not"}},
		"a wrong account of the application": {map[string]string{"cxifPassword": "wrong"},
			[]string{"fault CX Industries: listeners cannot be registered at http://127.0.0.1 … pulumi config set -s local --secret cxifPassword"}},
		"a certificate": {map[string]string{"certificateId": "ocid1.certificate.oc1.iad.x"},
			[]string{"warning certificate: not looked at"}},
		"a vault that is not there": {map[string]string{"vaultId": "ocid1.vault.oc1.iad.x.y", "keyId": "ocid1.key.oc1.iad.x.z"},
			[]string{"fault vault: ocid1.vault.oc1.iad.x.y: 404 … is vaultId right"}},
		"a foundation": {map[string]string{"foundation": "true", "b2cservicePassword": "wrong", "registryPassword": "wrong-auth-token"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p.Reset(t)
			p.Set(t, test.set)
			expect(t, p, test.wanted...)
		})
	}
	t.Run("a wrong client of the application", func(t *testing.T) {
		p.Reset(t)
		p.SetSecret(t, "cxifClientSecret", "wrong-client-secret")
		p.Set(t, map[string]string{"cxifPassword": "", "cxif": `{"endpoint":"` + p.Addresses.Desk +
			`","oidcClientCredentials":{"identityUri":"` + p.Addresses.Desk + `/oauth2/v1/token","clientId":"cxif-admin","scope":"x"}}`})
		expect(t, p, "fault CX Industries: listeners cannot be registered at http://127.0.0.1 … pulumi config set -s local --secret cxifClientSecret")
	})
}

func TestLimits(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{Assume: []string{"VaultLimit=0", "DynamicGroupLimit=3"}})
	short := []string{"limits: vaults: the stack needs 1, and 0 are left … virtual-vault-count of kms", "limits: dynamic groups: the stack needs 4, and 2 are left"}
	makeGroup(t, p, "of-somebody-else", nil)
	expect(t, p, "fault "+short[0], "fault "+short[1])
	// One that came up in part may have some of it.
	p.Answer(t, "stack", "ls", []map[string]any{{"name": stacktest.Stack, "resourceCount": 7}})
	expect(t, p, "warning "+short[0], "warning "+short[1])
	p.Up(t, map[string]any{"vaultId": "ocid1.vault.oc1.iad.x"})
	expect(t, p)
}

func TestVault(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	vaults, vault, keys, key := makeKey(t, p)
	p.Set(t, map[string]string{"vaultId": *vault.Id, "keyId": *key.Id})
	lines, err := visit(t, p)
	if err != nil || !strings.Contains(lines, "ok       vault: shared is active, and its key shared enabled") {
		t.Errorf("err = %v\n%s", err, lines)
	}
	ctx := context.Background()
	if _, err := keys.DisableKey(ctx, keymanagement.DisableKeyRequest{KeyId: key.Id}); err != nil {
		t.Fatal(target.Brief(err))
	}
	expect(t, p, "fault vault: the key shared is DISABLED: enable it")
	p.Set(t, map[string]string{"keyId": "ocid1.key.oc1.iad.x.y"})
	expect(t, p, "fault vault: the key ocid1.key.oc1.iad.x.y in shared: 404")
	if _, err := vaults.ScheduleVaultDeletion(ctx, keymanagement.ScheduleVaultDeletionRequest{VaultId: vault.Id}); err != nil {
		t.Fatal(target.Brief(err))
	}
	expect(t, p, "fault vault: shared is PENDING_DELETION: cancel its deletion")
}

// makeKey makes a vault and a key that stacks can share.
func makeKey(t *testing.T, p *stacktest.Place) (keymanagement.KmsVaultClient, keymanagement.Vault, keymanagement.KmsManagementClient, keymanagement.Key) {
	t.Helper()
	credentials, err := p.Target.Credentials(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	vaults, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(credentials)
	if err != nil {
		t.Fatal(err)
	}
	p.Target.Point(&vaults.BaseClient, "oci_kms.KmsVaultClient")
	ctx, compartment, name := context.Background(), p.Config.Text("compartmentId"), "shared"
	vault, err := vaults.CreateVault(ctx, keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: &compartment, DisplayName: &name, VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault,
	}})
	if err != nil {
		t.Fatal(target.Brief(err))
	}
	keys, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(credentials, *vault.ManagementEndpoint)
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.CreateKey(ctx, keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: &compartment, DisplayName: &name, KeyShape: &keymanagement.KeyShape{Algorithm: keymanagement.KeyShapeAlgorithmAes, Length: common.Int(32)},
	}})
	if err != nil {
		t.Fatal(target.Brief(err))
	}
	return vaults, vault.Vault, keys, key.Key
}

func TestSecretsAreNotTold(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	secrets := map[string]string{"b2cservicePassword": "s3cret-of-b2c", "registryPassword": "s3cret-of-the-registry", "cxifPassword": "s3cret-of-cxif"}
	p.Set(t, secrets)
	lines, err := visit(t, p)
	if err == nil {
		t.Errorf("nothing is wrong:\n%s", lines)
	}
	for secret := range maps.Values(secrets) {
		if strings.Contains(lines, secret) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s is told:\n%s", secret, lines)
		}
	}
}

func TestNamesThatAreTaken(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	makeGroup(t, p, "cxbridge-local-endpoints", map[string]string{"project": "cxbridge", "stack": "local-endpoints"})
	makeGroup(t, p, "cxbridge-local-alarms", map[string]string{"project": "cxbridge", "stack": "local"})
	makeGroup(t, p, "cxbridge-local-2-alarms", nil) // of a stack that is called local-2
	expect(t, p, "fault names: the dynamic group cxbridge-local-endpoints is not this stack's",
		"fault names: the dynamic group cxbridge-local-alarms is there, and nothing in the stack's state")
	p.Up(t, map[string]any{"vaultId": "ocid1.vault.oc1.iad.x"})
	expect(t, p, "fault names: the dynamic group cxbridge-local-endpoints is not this stack's")
}

func makeGroup(t *testing.T, p *stacktest.Place, name string, tags map[string]string) {
	t.Helper()
	credentials, err := p.Target.Credentials(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	client, err := identity.NewIdentityClientWithConfigurationProvider(credentials)
	if err != nil {
		t.Fatal(err)
	}
	p.Target.Point(&client.BaseClient, "oci_identity.IdentityClient")
	tenancy, rule := p.Config.Text("tenancyId"), "ALL {resource.type = 'fnfunc'}"
	_, err = client.CreateDynamicGroup(context.Background(), identity.CreateDynamicGroupRequest{CreateDynamicGroupDetails: identity.CreateDynamicGroupDetails{
		CompartmentId: &tenancy, Name: &name, MatchingRule: &rule, Description: &name, FreeformTags: tags,
	}})
	if err != nil {
		t.Fatal(target.Brief(err))
	}
}

func TestAStackThatMoved(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	p.Up(t, map[string]any{"vcnId": "ocid1.vcn.oc1.phx.x"})
	expect(t, p, "fault region: the stack is in us-phoenix-1, and region is us-ashburn-1 … pulumi config set -s local region us-phoenix-1")
}

func TestNoSuchStack(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	p.Fail(t, "config", "--json")
	expect(t, p, "fault settings: pulumi config … no stack named 'local' found: pulumi stack init local makes it")
}

// A key that is none of the user's leads nowhere, and the rest is looked at all the same.
func TestAWrongKey(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(other)}
	if err := os.WriteFile(filepath.Join(p.Checkout.Local(), "oci", "config.pem"), pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, p, "fault credentials: OCI does not take them: 401 NotAuthenticated … among the user's API keys",
		"warning region: not looked at without credentials", "warning compartment: not", "warning limits: not", "warning names: not", "warning namespace: not")
}

func TestWithoutCredentials(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	onPath := t.TempDir()
	if err := os.Symlink(p.Checkout.Tool("pulumi"), filepath.Join(onPath, "pulumi")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", onPath+":/usr/bin:/bin")
	none := func(name string) string { return map[string]string{"OCI_CONFIG_FILE": p.Checkout.Root + "/none"}[name] }
	var err error
	p.Target, err = target.Open(context.Background(), target.Options{Checkout: p.Checkout, Log: t.Output(), Getenv: none})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := visit(t, p)
	if err == nil || !strings.Contains(lines, "fault    credentials: no credentials of an OCI user") ||
		!strings.Contains(lines, "warning  limits: not looked at without credentials") {
		t.Errorf("err = %v\n%s", err, lines)
	}
}
