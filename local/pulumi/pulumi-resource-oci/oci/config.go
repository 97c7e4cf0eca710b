package oci

import (
	"fmt"
	"os"
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
	key := s.get("privateKey", getenv)
	if path := s.get("privateKeyPath", getenv); key == "" && path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading the API key that privateKeyPath names: %w", err)
		}
		key = string(text)
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
