package target

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newKey is a private key, as PEM.
func newKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

func TestCredentials(t *testing.T) {
	variables := environment{
		"TF_VAR_tenancy_ocid": "ocid1.tenancy.oc1..a", "TF_VAR_user_ocid": "ocid1.user.oc1..b", "TF_VAR_fingerprint": "cc:dd",
		"TF_VAR_private_key": newKey(t), "TF_VAR_region": "us-ashburn-1",
	}
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, variables)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := target.Credentials(Config{
		"oci:userOcid":    {Value: "ocid1.user.oc1..of-the-stack"},
		"cxbridge:region": {Value: "eu-frankfurt-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := provider.KeyID()
	if err != nil || id != "ocid1.tenancy.oc1..a/ocid1.user.oc1..of-the-stack/cc:dd" {
		t.Errorf("key = %s, %v", id, err)
	}
	if region, err := provider.Region(); err != nil || region != "eu-frankfurt-1" {
		t.Errorf("region = %s, %v: not the stack's", region, err)
	}
}

func TestCredentialsFromAFile(t *testing.T) {
	key, file := filepath.Join(t.TempDir(), "key.pem"), filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(key, []byte(newKey(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	text := "[OTHER]\ntenancy=ocid1.tenancy.oc1..a\nuser=ocid1.user.oc1..b\nfingerprint=cc:dd\nregion=us-ashburn-1\nkey_file=" + key + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, environment{"OCI_CONFIG_FILE": file, "TF_VAR_config_file_profile": "OTHER"})
	if err != nil {
		t.Fatal(err)
	}
	provider, err := target.Credentials(Config{"cxbridge:region": {Value: "eu-frankfurt-1"}})
	if err != nil {
		t.Fatal(err)
	}
	user, _ := provider.UserOCID()
	region, _ := provider.Region()
	if user != "ocid1.user.oc1..b" || region != "eu-frankfurt-1" {
		t.Errorf("user = %s, region = %s", user, region)
	}
}

func TestMissingCredentialsNameTheNextStep(t *testing.T) {
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, environment{"OCI_CONFIG_FILE": filepath.Join(t.TempDir(), "none")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := target.Credentials(nil); err == nil || !strings.Contains(err.Error(), "oci setup config") {
		t.Errorf("err = %v", err)
	}
}

// write makes a file below a folder and returns its path.
func write(t *testing.T, text string, below ...string) string {
	t.Helper()
	path := filepath.Join(below...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestThePrivateKeyIsWhereTheProviderLooks(t *testing.T) {
	onPath(t, "exit 0")
	home, key := t.TempDir(), newKey(t)
	absolute := write(t, key, home, "keys", "api.pem")
	for name, variables := range map[string]environment{
		"absolute":                     {"TF_VAR_private_key_path": absolute},
		"in the home":                  {"TF_VAR_private_key_path": "~/keys/api.pem"},
		"below the program":            {"OCI_PRIVATE_KEY_PATH": "keys/api.pem"},
		"in a variable, with newlines": {"TF_VAR_private_key": key},
		"in a variable, in one line":   {"TF_VAR_private_key": strings.ReplaceAll(key, "\n", `\n`)},
	} {
		t.Run(name, func(t *testing.T) {
			variables["HOME"], variables["TF_VAR_tenancy_ocid"] = home, "ocid1.tenancy.oc1..a"
			variables["TF_VAR_user_ocid"], variables["TF_VAR_fingerprint"] = "ocid1.user.oc1..b", "cc:dd"
			target, err := onOracleCloud(t, variables)
			if err != nil {
				t.Fatal(err)
			}
			write(t, key, target.Checkout.Root, "infra", "keys", "api.pem")
			if _, err := target.Credentials(Config{"cxbridge:region": {Value: "eu-frankfurt-1"}}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheHomesFileComesBeforeTheEnvironments(t *testing.T) {
	onPath(t, "exit 0")
	home := t.TempDir()
	file := func(user string, below ...string) string {
		key := write(t, newKey(t), t.TempDir(), "key.pem")
		return write(t, "[DEFAULT]\ntenancy=ocid1.tenancy.oc1..a\nuser="+user+"\nfingerprint=cc:dd\nregion=us-ashburn-1\nkey_file="+key+"\n", below...)
	}
	variables := environment{"HOME": home, "OCI_CONFIG_FILE": file("ocid1.user.oc1..environment", t.TempDir(), "config")}
	for _, want := range []string{"ocid1.user.oc1..environment", "ocid1.user.oc1..home"} {
		target, err := onOracleCloud(t, variables)
		if err != nil {
			t.Fatal(err)
		}
		provider, err := target.Credentials(nil)
		if err != nil {
			t.Fatal(err)
		}
		if user, err := provider.UserOCID(); err != nil || user != want {
			t.Errorf("user = %s, %v, want %s", user, err, want)
		}
		file("ocid1.user.oc1..home", home, ".oci", "config")
	}
}

func TestWhatSettingsLackComesFromTheFile(t *testing.T) {
	onPath(t, "exit 0")
	key := write(t, newKey(t), t.TempDir(), "key.pem")
	file := write(t, "[DEFAULT]\ntenancy=ocid1.tenancy.oc1..a\nuser=ocid1.user.oc1..b\nfingerprint=cc:dd\nregion=us-ashburn-1\nkey_file="+key+"\n", t.TempDir(), "config")
	target, err := onOracleCloud(t, environment{"OCI_CONFIG_FILE": file, "TF_VAR_tenancy_ocid": "ocid1.tenancy.oc1..variable"})
	if err != nil {
		t.Fatal(err)
	}
	provider, err := target.Credentials(nil)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := provider.KeyID()
	region, _ := provider.Region()
	if id != "ocid1.tenancy.oc1..a/ocid1.user.oc1..b/cc:dd" || region != "us-ashburn-1" {
		t.Errorf("key = %s in %s", id, region)
	}
}

func TestASessionsToken(t *testing.T) {
	onPath(t, "exit 0")
	home := t.TempDir()
	key, token := write(t, newKey(t), home, "key.pem"), write(t, "the-token", home, "token")
	write(t, "[CI]\ntenancy=ocid1.tenancy.oc1..a\nfingerprint=cc:dd\nregion=us-ashburn-1\nkey_file="+key+"\nsecurity_token_file="+token+"\n", home, ".oci", "config")
	target, err := onOracleCloud(t, environment{"HOME": home, "OCI_AUTH": "SecurityToken"})
	if err != nil {
		t.Fatal(err)
	}
	config := Config{"oci:configFileProfile": {Value: "CI"}, "cxbridge:region": {Value: "eu-frankfurt-1"}}
	provider, err := target.Credentials(config)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := provider.KeyID()
	region, _ := provider.Region()
	if id != "ST$the-token" || region != "eu-frankfurt-1" {
		t.Errorf("key = %s in %s", id, region)
	}
	if _, err := target.Credentials(nil); err == nil || !strings.Contains(err.Error(), "the profile DEFAULT of "+home) ||
		!strings.Contains(err.Error(), "oci session authenticate") {
		t.Errorf("err = %v", err)
	}
}

func TestOtherWaysToSignAreRefused(t *testing.T) {
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = target.Credentials(Config{"oci:auth": {Value: "OKEWorkloadIdentity"}})
	if err == nil || !strings.Contains(err.Error(), "oci:auth OKEWorkloadIdentity") || !strings.Contains(err.Error(), "use ApiKey") {
		t.Errorf("err = %v", err)
	}
}
