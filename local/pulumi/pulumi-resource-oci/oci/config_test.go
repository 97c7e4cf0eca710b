package oci

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// TestSettings: an input wins over the environment, the environment over the
// file, each setting for itself.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	key := writeKey(t, dir)
	file := filepath.Join(dir, "config")
	text := "[DEFAULT]\nuser=file-user\ntenancy=file-tenancy\nfingerprint=file-print\nregion=file-region\nkey_file=" + key + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("OCI_CONFIG_FILE", file)
	config, err := ConfigProvider(Settings{"tenancyOcid": "input-tenancy", "privateKeyPath": key}, environment(map[string]string{
		"OCI_TENANCY_OCID": "env-tenancy", "TF_VAR_user_ocid": "tf-user", "OCI_USER_OCID": "env-user", "OCI_REGION": "env-region",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]func() (string, error){
		"input-tenancy": config.TenancyOCID, "tf-user": config.UserOCID, "env-region": config.Region, "file-print": config.KeyFingerprint,
	}
	if _, err := os.Stat(filepath.Join(home(os.Getenv), ".oci", "config")); err == nil {
		delete(want, "file-print") // the SDK prefers that file, which is a person's own
	}
	for want, get := range want {
		if got, err := get(); got != want || err != nil {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

// TestKey: a key is a text, in one line, too, or in a file, which may be at home.
func TestKey(t *testing.T) {
	folder := t.TempDir()
	path := writeKey(t, folder)
	oneLine := strings.ReplaceAll(pemKey(), "\n", `\n`)
	for name, test := range map[string]struct {
		settings Settings
		env      map[string]string
	}{
		"a text":                  {Settings{"privateKey": pemKey()}, nil},
		"a text in one line":      {Settings{"privateKey": oneLine}, nil},
		"a variable in one line":  {nil, map[string]string{"TF_VAR_private_key": oneLine}},
		"a text beside a path":    {Settings{"privateKey": pemKey(), "privateKeyPath": "/no/such/key.pem"}, nil},
		"a file":                  {Settings{"privateKeyPath": path}, nil},
		"a file at home":          {Settings{"privateKeyPath": "~/key.pem"}, map[string]string{"TF_HOME_OVERRIDE": folder}},
		"a variable's, in a home": {nil, map[string]string{"OCI_PRIVATE_KEY_PATH": "~/../" + filepath.Base(folder) + "/key.pem", "TF_HOME_OVERRIDE": folder}},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := ConfigProvider(test.settings, environment(test.env))
			if err != nil {
				t.Fatal(err)
			}
			got, err := config.PrivateRSAKey()
			if err != nil {
				t.Fatal(err)
			}
			if want, err := common.PrivateKeyFromBytes([]byte(pemKey()), nil); err != nil || !got.Equal(want) {
				t.Errorf("the key is another one, %v", err)
			}
		})
	}
	_, err := ConfigProvider(Settings{"privateKeyPath": "~/no-such-key.pem"}, environment(map[string]string{"TF_HOME_OVERRIDE": folder}))
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "privateKeyPath") {
		t.Errorf("without the file the error is %v", err)
	}
}

// writeKey writes the key into a folder, and returns the file's path.
func writeKey(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "key.pem")
	if err := os.WriteFile(path, []byte(pemKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
