package ephemeral

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// made runs a stack from a template, and returns the calls and the secrets that were given.
func made(t *testing.T, f *fake, environment map[string]string) error {
	t.Helper()
	ctx, o := context.Background(), f.options("try")
	o.Getenv = func(name string) string { return environment[name] }
	return Run(ctx, ctx, o)
}

func TestSecretsThatTheTemplateLacksAreTheEnvironments(t *testing.T) {
	f := newFake(t)
	f.write("template", `config:
  cxbridge:registryPassword: of the template
  cxbridge:cxif: {"username": "u"}
  cxbridge:listeners: [{"basic": {"username": "u"}}, {"oidcClientCredentials": {"clientSecret": "there"}}, {"oidcClientCredentials": {}}]
`)
	err := made(t, f, map[string]string{"B2C_SERVICE_PASSWORD": "one", "CXIF_PASSWORD": "two", "EVENTS_PASSWORD": "three", "EVENTS_CLIENT_SECRET": "four"})
	if err != nil {
		t.Fatal(err)
	}
	random := f.given["webhookSecret"]
	delete(f.given, "webhookSecret")
	if diff := cmp.Diff(map[string]string{
		"b2cservicePassword": "one", "cxifPassword": "two",
		"listeners[0].basic.password": "three", "listeners[2].oidcClientCredentials.clientSecret": "four",
	}, f.given); diff != "" {
		t.Errorf("given (-want +got):\n%s", diff)
	}
	if want := strings.Repeat("72", 32); random != want {
		t.Errorf("the webhook secret is %s, not the random %s", random, want)
	}
	for _, call := range f.calls {
		for _, value := range []string{"one", "two", "three", "four", random} {
			if strings.Contains(call, value) {
				t.Errorf("%q tells a secret", call)
			}
		}
	}
}

func TestMissingSecretsAreNamedAllAtOnce(t *testing.T) {
	f := newFake(t)
	f.write("template", "config:\n  cxbridge:cxif: {\"oidcClientCredentials\": {}}\n")
	err := made(t, f, nil)
	for _, want := range []string{"B2C_SERVICE_PASSWORD", "REGISTRY_AUTH_TOKEN", "CXIF_CLIENT_SECRET"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not named: %v", want, err)
		}
	}
	f.mustBeClean("try")
}

func TestTheVault(t *testing.T) {
	const placeholders = template + "  cxbridge:vaultId: <a vault>\n  cxbridge:keyId: <a key>\n"
	shared := outputs(map[string]string{"vaultId": "ocid1.vault.a", "keyId": "ocid1.key.a"})
	for name, test := range map[string]struct {
		template   string
		foundation target.Outputs
		want       []string
	}{
		"of the foundation":                  {template, shared, []string{"config set-all -s try --plaintext vaultId=ocid1.vault.a --plaintext keyId=ocid1.key.a"}},
		"of the foundation, not the other":   {template + "  cxbridge:vaultId: ocid1.vault.b\n", shared, []string{"config set-all -s try --plaintext vaultId=ocid1.vault.a --plaintext keyId=ocid1.key.a"}},
		"of the template":                    {template + "  cxbridge:vaultId: ocid1.vault.b\n", nil, nil},
		"of its own, not of a placeholder's": {placeholders, nil, []string{"config rm -s try vaultId", "config rm -s try keyId"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.write("template", test.template)
			if test.foundation != nil {
				f.backend["foundation"], f.outputs["foundation"] = &state{}, test.foundation
			}
			if err := made(t, f, nil); err != nil {
				t.Fatal(err)
			}
			got := slices.DeleteFunc(f.calls, func(call string) bool {
				return !strings.HasSuffix(call, "ultId") && !strings.Contains(call, "ocid1") && !strings.HasSuffix(call, "keyId")
			})
			if diff := cmp.Diff(test.want, got, cmp.Transformer("nil", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// What the program would refuse is told before anything is in the cloud: placeholders do
// not say where to sweep.
func TestSettingsAreCheckedBeforeUp(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Check = func(config target.Config) error {
		if config.Text("owner") != "me" {
			t.Errorf("what is checked is not what is set: %v", config)
		}
		return errors.New("region is a placeholder")
	}
	err := Run(ctx, ctx, o)
	if err == nil || !strings.Contains(err.Error(), "region is a placeholder") || !strings.Contains(err.Error(), o.Template) {
		t.Errorf("err = %v", err)
	}
	for _, call := range f.calls {
		if strings.HasPrefix(call, "up") || strings.HasPrefix(call, "sweep") {
			t.Errorf("%s all the same", call)
		}
	}
	f.mustBeClean("try")
}

func TestAFoundationThatIsNotUp(t *testing.T) {
	f := newFake(t)
	f.backend["foundation"] = &state{}
	if err := made(t, f, nil); err == nil || !strings.Contains(err.Error(), "the stack foundation") {
		t.Errorf("err = %v", err)
	}
	f.mustBeClean("try")
}

// A mistyped name is not taken for a vault of the stack's own, and nothing is made.
func TestAFoundationThatIsMeantIsThere(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Foundation, o.IfThere = "foundatoin", false
	for _, err := range []error{Run(ctx, ctx, o), Recreate(ctx, o)} {
		if err == nil || !strings.Contains(err.Error(), "there is no stack foundatoin") {
			t.Errorf("err = %v", err)
		}
	}
	if len(f.calls) > 0 {
		t.Errorf("%q all the same", f.calls)
	}
	o.Foundation = "" // its own
	f.backend["foundation"] = &state{}
	if err := Run(ctx, ctx, o); err != nil {
		t.Error(err)
	}
	f.mustBeClean("try")
}

func TestTheSecretsProviderIsTheTemplates(t *testing.T) {
	f := newFake(t)
	f.write("template", "secretsprovider: awskms://alias/cxbridge\n"+template)
	if err := made(t, f, nil); err != nil {
		t.Fatal(err)
	}
	if want := "stack init try --no-select --secrets-provider awskms://alias/cxbridge"; f.calls[0] != want {
		t.Errorf("%q, want %q", f.calls[0], want)
	}
}

func TestATemplateOfAStackThatStays(t *testing.T) {
	for _, setting := range []string{"protect", "foundation"} {
		f := newFake(t)
		f.write("template", template+"  cxbridge:"+setting+": true\n")
		if err := made(t, f, nil); err == nil || !strings.Contains(err.Error(), "neither protect nor foundation") {
			t.Errorf("%s: %v", setting, err)
		}
		f.mustBeClean("try")
	}
}
