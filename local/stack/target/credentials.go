package target

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/shared/hostoverride"
)

// Credentials are those that the oci provider takes, for oci-go-sdk's clients: the
// stack's oci: settings, then the variables TF_VAR_… and OCI_…, then OCI's configuration
// file (terraform-provider-oci: internal/provider). The region is the stack's. Of the
// ways to sign, an API key, a session's token and an instance's principal are possible.
func (t *Target) Credentials(config Config) (common.ConfigurationProvider, error) {
	if t.Local {
		return common.ConfigurationProviderFromFile(t.engine.OCIConfigFile, "")
	}
	s := signer{t, config}
	region := cmp.Or(config.Text("region"), s.setting("region", "region"))
	profile := cmp.Or(s.setting("configFileProfile", "config_file_profile"), "DEFAULT")
	path := t.configFile()
	switch auth := cmp.Or(s.setting("auth", "auth"), "ApiKey"); strings.ToLower(auth) {
	case "apikey":
		own, err := s.apiKey(region)
		if err != nil {
			return nil, err
		}
		file, err := common.ConfigurationProviderFromFileWithProfile(path, profile, "")
		if err != nil {
			return nil, err
		}
		if _, err := own.UserOCID(); err != nil {
			return first(own, file, file, path)
		}
		return first(own, file, own, "the stack's oci: settings and the environment")
	case "securitytoken":
		session, err := common.ConfigurationProviderForSessionTokenWithProfile(path, profile, s.setting("privateKeyPassword", "private_key_password"))
		if err != nil {
			return nil, err
		}
		here := common.NewRawConfigurationProvider("", "", region, "", "", nil)
		return first(here, session, session, fmt.Sprintf("the profile %s of %s, whose token oci session authenticate gets", profile, path))
	case "instanceprincipal":
		return s.instancePrincipal(region)
	default:
		return nil, fmt.Errorf("pulumi may sign by oci:auth %s, but scripts/stack cannot: use ApiKey, SecurityToken or InstancePrincipal", auth)
	}
}

// signer finds who signs.
type signer struct {
	*Target
	config Config
}

// setting is one of the provider's, by its names in Pulumi and in Terraform.
func (s signer) setting(camel, snake string) string {
	return cmp.Or(s.config["oci:"+camel].Value, s.getenv("TF_VAR_"+snake), s.getenv("OCI_"+strings.ToUpper(snake)))
}

// apiKey is what settings and environment say of a user and its key, which may be nothing.
func (s signer) apiKey(region string) (common.ConfigurationProvider, error) {
	// A variable may have a key in one line.
	key := strings.ReplaceAll(s.setting("privateKey", "private_key"), `\n`, "\n")
	if path := s.setting("privateKeyPath", "private_key_path"); key == "" && path != "" {
		content, err := os.ReadFile(s.keyPath(path))
		if err != nil {
			return nil, fmt.Errorf("reading the private key that oci:privateKeyPath, or its variable, names: %w", err)
		}
		key = string(content)
	}
	password := s.setting("privateKeyPassword", "private_key_password")
	return common.NewRawConfigurationProvider(s.setting("tenancyOcid", "tenancy_ocid"), s.setting("userOcid", "user_ocid"),
		region, s.setting("fingerprint", "fingerprint"), key, &password), nil
}

// keyPath is where the provider looks for a key: it runs in the program's folder.
func (s signer) keyPath(path string) string {
	if below, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(s.getenv("HOME"), below)
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.Checkout.Root, "infra", path)
}

// configFile is OCI's configuration file: ~/.oci/config and, where there is none, the one
// that OCI_CONFIG_FILE names (oci-go-sdk: common.DefaultConfigProvider).
func (t *Target) configFile() string {
	home := t.getenv("HOME")
	usual := filepath.Join(home, ".oci", "config")
	if _, err := os.Stat(usual); err == nil && home != "" {
		return usual
	}
	return cmp.Or(t.getenv("OCI_CONFIG_FILE"), usual)
}

// first asks a for everything, and b for what a does not have. Its error says what is
// missing of main, which is one of them, and where that was looked for.
func first(a, b, main common.ConfigurationProvider, where string) (common.ConfigurationProvider, error) {
	both, err := common.ComposingConfigurationProvider([]common.ConfigurationProvider{a, b})
	if err != nil {
		return nil, err
	}
	if _, err := common.IsConfigurationProviderValid(both); err != nil {
		if _, reason := common.IsConfigurationProviderValid(main); reason != nil {
			err = reason
		}
		return nil, fmt.Errorf("no credentials of an OCI user in %s: %w: oci setup config makes them, or set TF_VAR_tenancy_ocid, TF_VAR_user_ocid, TF_VAR_fingerprint, TF_VAR_private_key", where, err)
	}
	return both, nil
}

// Point turns a new client of the SDK to the local cloud, where that is meant. name is
// the client's in CLIENT_HOST_OVERRIDES, such as oci_kms.KmsVaultClient.
func (t *Target) Point(client *common.BaseClient, name string) {
	if !t.Local {
		return
	}
	overrides := func(string) string { return t.engine.HostOverrides }
	if host, ok := hostoverride.Lookup(overrides, name); ok {
		client.Host = host
	}
}
