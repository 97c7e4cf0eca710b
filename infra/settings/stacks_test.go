package settings_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

// The stacks that people fill in must tell them all that is to do, and nothing else.
func TestPlaceholdersAreReported(t *testing.T) {
	ordinary := []string{
		"b2cserviceContactId", "b2cserviceHostname", "b2cservicePassword", "b2cserviceUsername", "compartmentId",
		"operatorEmails[0]", "owner", "region", "registryPassword", "registryUser", "tenancyId", "webhookSecret and allowedClientCidrs",
	}
	for stack, want := range map[string][]string{
		"dev": ordinary, "prod": ordinary,
		"foundation": {"compartmentId", "owner", "region", "tenancyId"},
	} {
		t.Run(stack, func(t *testing.T) {
			values := settingstest.Load(t, root, stack, "")
			s := source(values, nil)
			s.IsSecret = values.IsSecret
			_, err := settings.Decode(s)
			if diff := cmp.Diff(want, keys(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

// The template becomes a stack by being copied.
func TestTemplateNamesSettings(t *testing.T) {
	_, err := settings.Decode(source(loadText(t, stackFile(t, "Pulumi.test.yaml.template")), nil))
	want := []string{
		"allowedClientCidrs[0]", "b2cserviceContactId", "b2cserviceHostname", "b2cservicePassword", "b2cserviceUsername",
		"compartmentId", "expires", "keyId", "operatorEmails[0]", "owner", "region", "registryPassword", "registryUser", "tenancyId", "vaultId",
	}
	if diff := cmp.Diff(want, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}

// Whatever is to be filled in, and still has its placeholder, is refused by its name: what is commented out, too, once its
// comment signs go. Besides, there are only secrets to be set.
func TestEveryPlaceholderIsRefusedByItsName(t *testing.T) {
	for _, name := range []string{"Pulumi.dev.yaml", "Pulumi.prod.yaml", "Pulumi.foundation.yaml", "Pulumi.test.yaml.template"} {
		t.Run(name, func(t *testing.T) {
			values := loadText(t, uncommented(stackFile(t, name)))
			_, err := settings.Decode(source(values, nil))
			want := placeholders(t, values)
			var got, missing []string
			for _, fault := range faultsOf(err) {
				if strings.Contains(fault.Problem, "is still the placeholder") {
					got = append(got, fault.Key)
				} else {
					missing = append(missing, fault.Key)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
				t.Errorf("placeholders (-want +got):\n%s\n%v", diff, err)
			}
			for _, key := range missing {
				if !regexp.MustCompile(`(Password|clientSecret|^webhookSecret and allowedClientCidrs)$`).MatchString(key) {
					t.Errorf("%s is at fault: %v", key, err)
				}
			}
		})
	}
}

// uncommented takes out the comment signs before settings.
func uncommented(text string) string {
	return regexp.MustCompile(`(?m)^  #(cxbridge:|(?:  )+[^ ])`).ReplaceAllString(text, "  $1")
}

// placeholders are the settings of a stack's file, and their members, that are still to be filled in, sorted.
func placeholders(t *testing.T, values settingstest.Values) (keys []string) {
	t.Helper()
	var visit func(key string, value any)
	visit = func(key string, value any) {
		switch value := value.(type) {
		case string:
			if strings.HasPrefix(value, "<") {
				keys = append(keys, key)
			}
		case []any:
			for i, element := range value {
				visit(fmt.Sprintf("%s[%d]", key, i), element)
			}
		case map[string]any:
			for name, element := range value {
				visit(key+"."+name, element)
			}
		}
	}
	for key := range maps.Keys(values.File) {
		content, err := values.File[key].ToObject()
		if err != nil {
			t.Fatal(err)
		}
		visit(key.Name(), content)
	}
	slices.Sort(keys)
	return keys
}

func stackFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "stacks", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// loadText reads the settings of a stack whose file has that text.
func loadText(t *testing.T, text string) settingstest.Values {
	t.Helper()
	return loadSecrets(t, text, "")
}

// loadLocal reads the settings of a stack whose file has that text, with secrets as the stack local encrypts them.
func loadLocal(t *testing.T, text string) settingstest.Values {
	t.Helper()
	return loadSecrets(t, text, passphrase)
}

func loadSecrets(t *testing.T, text, passphrase string) settingstest.Values {
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
	return settingstest.Load(t, copied, "mine", passphrase)
}
