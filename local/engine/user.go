package engine

import (
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// Unset lists the variables that must not be set beside the environment: they would
// win over OCI_CONFIG_FILE and CLIENT_HOST_OVERRIDES (terraform-provider-oci:
// internal/provider, internal/client), and a person's real key would sign.
func Unset() []string {
	names := []string{"TF_VAR_CLIENT_HOST_OVERRIDES", "OCI_CLIENT_HOST_OVERRIDES"}
	for _, setting := range []string{"auth", "tenancy_ocid", "user_ocid", "fingerprint", "private_key", "private_key_path",
		"private_key_password", "region", "config_file_profile"} {
		names = append(names, "TF_VAR_"+setting, "OCI_"+strings.ToUpper(setting), "OCI_"+setting)
	}
	return names
}

// inFile are the settings of an OCI configuration file, by what TF_VAR_ variables call them.
var inFile = map[string]string{
	"user": "user_ocid", "tenancy": "tenancy_ocid", "fingerprint": "fingerprint", "key_file": "private_key_path", "region": "region",
}

// user is the local cloud's user as variables of the provider, where the person has an OCI
// configuration file at home: SDK and provider prefer that one to OCI_CONFIG_FILE
// (oci-go-sdk: common.DefaultConfigProvider), and the person's real key would sign. A local
// cloud that never ran has no user.
func (e Engine) user(home string) (variables []Variable) {
	if _, err := os.Stat(filepath.Join(home, ".oci", "config")); err != nil {
		return nil
	}
	content, err := os.ReadFile(e.OCIConfigFile)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(content)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name := inFile[key]; name != "" {
			variables = append(variables, Variable{"TF_VAR_" + name, value})
		}
	}
	return variables
}

// home is where SDK and provider look for that file: what the system says, not HOME.
func home() string {
	if current, err := user.Current(); err == nil {
		return current.HomeDir
	}
	return os.Getenv("HOME")
}
