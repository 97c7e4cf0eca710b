package settings_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

// The stacks that people fill in must tell them all that is to do, and nothing else.
func TestPlaceholdersAreReported(t *testing.T) {
	for _, stack := range []string{"dev", "prod"} {
		t.Run(stack, func(t *testing.T) {
			values := settingstest.Load(t, root, stack, "")
			s := source(values, nil)
			s.IsSecret = values.IsSecret
			_, err := settings.Decode(s)
			want := []string{
				"b2cserviceContactId", "b2cserviceHostname", "b2cservicePassword", "b2cserviceUsername", "compartmentId",
				"operatorEmails[0]", "region", "registryPassword", "registryUser", "tenancyId", "webhookSecret and allowedClientCidrs",
			}
			if diff := cmp.Diff(want, keys(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

// The template becomes a stack by being copied.
func TestTemplateNamesSettings(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "stacks/Pulumi.test.yaml.template"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = settings.Decode(source(loadText(t, string(text)), nil))
	want := []string{
		"allowedClientCidrs[0]", "b2cserviceContactId", "b2cserviceHostname", "b2cservicePassword", "b2cserviceUsername",
		"compartmentId", "keyId", "operatorEmails[0]", "region", "registryPassword", "registryUser", "tenancyId", "vaultId",
	}
	if diff := cmp.Diff(want, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}

// The listeners of the stack for development become an ordinary part of it when their comment signs go: what is to do
// then is told, and nothing else.
func TestListenersToBeFilledInAreReported(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "stacks/Pulumi.dev.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	values := loadText(t, regexp.MustCompile(`(?m)^  #(cxbridge:|(?:  )+[^ ])`).ReplaceAllString(string(text), "  $1"))
	_, err = settings.Decode(source(values, nil))
	var got []string
	for _, key := range keys(err) {
		if strings.HasPrefix(key, "cxif") || strings.HasPrefix(key, "listeners") || strings.HasPrefix(key, "eventToIncident") {
			got = append(got, key)
		}
	}
	const client = "listeners[0].oidcClientCredentials."
	want := []string{
		"cxif.endpoint", "cxif.username", "cxif.workspace", "cxifPassword",
		client + "audiences[0]", client + "clientId", client + "clientSecret", client + "identityUri", client + "jwksUri", client + "scope",
		client + "verifyClaims.client_id[0]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}

// loadText reads the settings of a stack whose file has that text.
func loadText(t *testing.T, text string) settingstest.Values {
	t.Helper()
	project, err := os.ReadFile(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	if err := os.Mkdir(filepath.Join(copied, "stacks"), 0o755); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"Pulumi.yaml": string(project), "stacks/Pulumi.mine.yaml": text} {
		if err := os.WriteFile(filepath.Join(copied, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return settingstest.Load(t, copied, "mine", "")
}
