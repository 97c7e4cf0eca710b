package oci

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Settings are the provider's inputs by their Pulumi names; see SettingNames.
type Settings map[string]string

// SettingNames are the settings that the plugin reads, and the names that
// Terraform (and thus TF_VAR_ and OCI_ variables) has for them.
var SettingNames = map[string]string{
	"tenancyOcid":        "tenancy_ocid",
	"userOcid":           "user_ocid",
	"fingerprint":        "fingerprint",
	"privateKey":         "private_key",
	"privateKeyPath":     "private_key_path",
	"privateKeyPassword": "private_key_password",
	"region":             "region",
	"configFileProfile":  "config_file_profile",
}

// get gives a setting: the input, or the first variable that is set.
func (s Settings) get(name string, getenv func(string) string) string {
	if v := s[name]; v != "" {
		return v
	}
	tf := SettingNames[name]
	for _, variable := range []string{"TF_VAR_" + tf, "OCI_" + strings.ToUpper(tf), "OCI_" + tf} {
		if v := getenv(variable); v != "" {
			return v
		}
	}
	return ""
}

// ConfigProvider says who signs and in which region. A setting that neither the
// inputs nor the environment have comes from OCI's configuration file.
func ConfigProvider(s Settings, getenv func(string) string) (common.ConfigurationProvider, error) {
	key, err := s.key(getenv)
	if err != nil {
		return nil, err
	}
	var passphrase *string
	if p := s.get("privateKeyPassword", getenv); p != "" {
		passphrase = &p
	}
	given := common.NewRawConfigurationProvider(s.get("tenancyOcid", getenv), s.get("userOcid", getenv),
		s.get("region", getenv), s.get("fingerprint", getenv), key, passphrase)
	file := common.DefaultConfigProvider()
	if profile := s.get("configFileProfile", getenv); profile != "" {
		file = common.CustomProfileConfigProvider("", profile)
	}
	return common.ComposingConfigurationProvider([]common.ConfigurationProvider{given, file})
}

// key is the API key in PEM, as the official provider takes it: as a text, which may be
// one line with \n in it, or in a file, which may lie below ~ (terraform-provider-oci:
// internal/provider).
func (s Settings) key(getenv func(string) string) (string, error) {
	if key := s.get("privateKey", getenv); key != "" {
		return strings.ReplaceAll(key, `\n`, "\n"), nil
	}
	path := s.get("privateKeyPath", getenv)
	if path == "" {
		return "", nil
	}
	if below, ok := strings.CutPrefix(path, "~/"); ok {
		path = filepath.Join(home(getenv), below)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("reading the API key that privateKeyPath names: %w", err)
	}
	return string(text), nil
}

// home is what ~ stands for: not HOME, but what the system says, unless a variable does
// (terraform-provider-oci: utils.GetHomeFolder).
func home(getenv func(string) string) string {
	if folder := getenv("TF_HOME_OVERRIDE"); folder != "" {
		return folder
	}
	if current, err := user.Current(); err == nil {
		return current.HomeDir
	}
	return getenv("HOME")
}
