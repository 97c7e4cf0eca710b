package rotate

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/secrets"
	"github.com/oracle/oci-go-sdk/v65/vault"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// What a secret may hold: all that a shell, YAML, JSON or a flag would take for something else.
const (
	password = `-p'w"$(x) #:{%}\ ä <new>`
	webhook  = `--stack=&"new'secret\$(x)`
)

// bench is a stack that is up, with two secrets in the local cloud's vault.
type bench struct {
	t       *testing.T
	place   *stacktest.Place
	out     bytes.Buffer // of the command
	log     bytes.Buffer // of pulumi
	ids     map[string]string
	secrets secrets.SecretsClient
}

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, place: stacktest.New(t, "../../..", daemon.Behaviour{})}
	b.place.Target.Log = &b.log
	b.place.SetSecret(t, WebhookSecret, "the-old-webhook-secret")
	credentials, err := b.place.Target.Credentials(b.place.Config)
	b.must(err)
	b.secrets, err = secrets.NewSecretsClientWithConfigurationProvider(credentials)
	b.must(err)
	b.place.Target.Point(&b.secrets.BaseClient, "oci_secrets.SecretsClient")
	b.ids = b.makeSecrets(credentials, map[string]string{
		Password: b.place.Config.Text(Password), WebhookSecret: b.place.Config.Text(WebhookSecret),
	})
	b.place.Up(t, map[string]any{"secretIds": b.ids})
	b.acceptConfigSet()
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(target.Brief(err))
	}
}

// makeSecrets puts values into a new vault and returns their secrets' OCIDs.
func (b *bench) makeSecrets(credentials common.ConfigurationProvider, values map[string]string) map[string]string {
	b.t.Helper()
	ctx, compartment, name := context.Background(), b.place.Config.Text("compartmentId"), "rotate"
	vaults, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(credentials)
	b.must(err)
	b.place.Target.Point(&vaults.BaseClient, "oci_kms.KmsVaultClient")
	made, err := vaults.CreateVault(ctx, keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: &compartment, DisplayName: &name, VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault,
	}})
	b.must(err)
	keys, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(credentials, *made.ManagementEndpoint)
	b.must(err)
	key, err := keys.CreateKey(ctx, keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: &compartment, DisplayName: &name, KeyShape: &keymanagement.KeyShape{Algorithm: keymanagement.KeyShapeAlgorithmAes, Length: common.Int(32)},
	}})
	b.must(err)
	client, err := vault.NewVaultsClientWithConfigurationProvider(credentials)
	b.must(err)
	b.place.Target.Point(&client.BaseClient, "oci_vault.VaultsClient")
	ids := map[string]string{}
	for setting, value := range values {
		content := base64.StdEncoding.EncodeToString([]byte(value))
		secret, err := client.CreateSecret(ctx, vault.CreateSecretRequest{CreateSecretDetails: vault.CreateSecretDetails{
			CompartmentId: &compartment, VaultId: made.Id, KeyId: key.Id, SecretName: &setting,
			SecretContent: vault.Base64SecretContentDetails{Content: &content},
		}})
		b.must(err)
		ids[setting] = *secret.Id
	}
	return ids
}

// acceptConfigSet has pulumi config set keep its arguments and what it is given, unless it is told to refuse.
func (b *bench) acceptConfigSet() {
	b.t.Helper()
	pulumi := b.file("pulumi")
	answers, err := os.ReadFile(pulumi)
	b.must(err)
	b.must(os.WriteFile(pulumi, []byte(`#!/bin/sh
here="$(dirname "$(readlink -f "$0")")"
if [ "$1 $2" = "config set" ]; then
	[ -e "$here/refuse" ] && echo "error: incorrect passphrase" && exit 255
	echo "$@" >"$here/arguments"
	exec cat >"$here/input"
fi
`+string(answers)), 0o755))
}

func (b *bench) file(name string) string { return filepath.Join(b.place.Checkout.Toolchain, name) }

// configured is what pulumi config set was given; nothing when it was not called.
func (b *bench) configured() string {
	b.t.Helper()
	input, err := os.ReadFile(b.file("input"))
	if err != nil && !os.IsNotExist(err) {
		b.t.Fatal(err)
	}
	return string(input)
}

// inVault is the current version of a setting's secret.
func (b *bench) inVault(setting string) string {
	b.t.Helper()
	id := b.ids[setting]
	bundle, err := b.secrets.GetSecretBundle(context.Background(), secrets.GetSecretBundleRequest{SecretId: &id})
	b.must(err)
	content, err := base64.StdEncoding.DecodeString(*bundle.SecretBundleContent.(secrets.Base64SecretBundleContentDetails).Content)
	b.must(err)
	return string(content)
}

// changePassword gives the account at the desk another password.
func (b *bench) changePassword(to string) {
	b.t.Helper()
	body := `{"password": "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(to) + `"}`
	request, err := http.NewRequest(http.MethodPut, b.place.Addresses.Desk+"/desk/password", strings.NewReader(body))
	b.must(err)
	request.SetBasicAuth(b.place.Config.Text("b2cserviceUsername"), b.place.Config.Text(Password))
	answer, err := http.DefaultClient.Do(request)
	b.must(err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent {
		b.t.Fatalf("changing the password: %s", answer.Status)
	}
}

// rotate runs the command and returns its error. Whatever happens, nobody is told the value.
func (b *bench) rotate(setting, value string) error {
	b.t.Helper()
	err := Run(context.Background(), Options{
		Target: b.place.Target, Stack: stacktest.Stack, Setting: setting, Value: value, Out: &b.out,
	})
	told := b.out.String() + b.log.String()
	if err != nil {
		told += err.Error()
	}
	arguments, _ := os.ReadFile(b.file("arguments"))
	if told += string(arguments); value != "" && strings.Contains(told, value) {
		b.t.Errorf("the value is told: %s", told)
	}
	return err
}

func TestRotate(t *testing.T) {
	b := start(t)
	b.changePassword(password)
	for setting, value := range map[string]string{Password: password, WebhookSecret: webhook} {
		if err := b.rotate(setting, value); err != nil {
			t.Fatalf("%s: %v", setting, err)
		}
		if diff := cmp.Diff([]string{value, value}, []string{b.inVault(setting), b.configured()}); diff != "" {
			t.Errorf("%s in Vault and in the configuration (-want +got):\n%s", setting, diff)
		}
		arguments, err := os.ReadFile(b.file("arguments"))
		if want := "config set --secret -s local " + setting + " --non-interactive\n"; err != nil || string(arguments) != want {
			t.Errorf("pulumi %q, %v, want %q", arguments, err, want)
		}
	}
}

func TestWhatCannotBeTakenChangesNothing(t *testing.T) {
	b := start(t)
	before := map[string]string{Password: b.inVault(Password), WebhookSecret: b.inVault(WebhookSecret)}
	for _, tt := range []struct {
		name, setting, value string
		damage               func(t *testing.T)
		want                 string
	}{
		{"nothing", WebhookSecret, "", nil, "one line"},
		{"two lines", WebhookSecret, "sixteen-characters\nand-more", nil, "one line"},
		{"no text", WebhookSecret, "sixteen-characters\xff", nil, "one line"},
		{"too short for pulumi up", WebhookSecret, "short", nil, "webhookSecret has fewer than 16 characters"},
		{"no header", WebhookSecret, "sixteen characters", nil, "webhookSecret holds characters that a header cannot carry"},
		{"refused by B2C Service", Password, "not changed there", nil, "B2C Service refuses the new password: change it there first"},
		{"no such output", WebhookSecret, webhook, func(t *testing.T) { b.place.NotUp(t) }, "pulumi up -s local makes it"},
		{"pulumi refuses", WebhookSecret, webhook, func(t *testing.T) {
			if err := os.WriteFile(b.file("refuse"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Remove(b.file("refuse")) })
		}, "Vault still has the old value"},
		{"no such setting", WebhookSecret, webhook, func(t *testing.T) { b.place.SetSecret(t, WebhookSecret, "") },
			"pulumi config set --secret -s local webhookSecret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.place.Up(t, map[string]any{"secretIds": b.ids})
			b.place.SetSecret(t, WebhookSecret, "the-old-webhook-secret")
			if tt.damage != nil {
				tt.damage(t)
			}
			if err := b.rotate(tt.setting, tt.value); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want %q", err, tt.want)
			}
			after := map[string]string{Password: b.inVault(Password), WebhookSecret: b.inVault(WebhookSecret)}
			if diff := cmp.Diff(before, after); diff != "" || b.configured() != "" {
				t.Errorf("the configuration has %q, and Vault (-before +after):\n%s", b.configured(), diff)
			}
		})
	}
}

// Another setting's fault is for pulumi up to tell.
func TestOtherSettingsMayBeWrong(t *testing.T) {
	b := start(t)
	b.place.Set(t, map[string]string{"region": "nowhere"})
	if err := b.rotate(WebhookSecret, webhook); err != nil {
		t.Error(err)
	}
}

func TestWhatEndsBeforeVaultIsCompletedByTheNext(t *testing.T) {
	b := start(t)
	b.place.Up(t, map[string]any{"secretIds": map[string]string{WebhookSecret: b.ids[WebhookSecret] + "x"}})
	err := b.rotate(WebhookSecret, webhook)
	if err == nil || !strings.Contains(err.Error(), "rotate again, or pulumi up -s local") || !strings.Contains(err.Error(), "404") {
		t.Errorf("err = %v", err)
	}
	if b.configured() != webhook {
		t.Errorf("the configuration has %q", b.configured())
	}
	b.place.SetSecret(t, WebhookSecret, webhook)
	b.place.Up(t, map[string]any{"secretIds": b.ids})
	if err := b.rotate(WebhookSecret, webhook); err != nil || b.inVault(WebhookSecret) != webhook {
		t.Errorf("Vault has %q, %v", b.inVault(WebhookSecret), err)
	}
}
