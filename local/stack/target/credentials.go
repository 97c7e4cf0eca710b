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
// stack's oci: settings, then the variables TF_VAR_… and OCI_…, then the configuration
// file that OCI_CONFIG_FILE names, ~/.oci/config by default (terraform-provider-oci:
// internal/provider). The region is the stack's.
func (t *Target) Credentials(config Config) (common.ConfigurationProvider, error) {
	if t.Local {
		return common.ConfigurationProviderFromFile(t.engine.OCIConfigFile, "")
	}
	setting := func(camel, snake string) string {
		return cmp.Or(config["oci:"+camel].Value, t.getenv("TF_VAR_"+snake), t.getenv("OCI_"+strings.ToUpper(snake)), t.getenv("OCI_"+snake))
	}
	region := cmp.Or(config.Text("region"), setting("region", "region"))
	user := setting("userOcid", "user_ocid")
	if user == "" {
		return t.fromFile(setting("configFileProfile", "config_file_profile"), region)
	}
	key := setting("privateKey", "private_key")
	if path := setting("privateKeyPath", "private_key_path"); key == "" && path != "" {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading the user's private key: %w", err)
		}
		key = string(content)
	}
	password := setting("privateKeyPassword", "private_key_password")
	provider := common.NewRawConfigurationProvider(
		setting("tenancyOcid", "tenancy_ocid"), user, region, setting("fingerprint", "fingerprint"), key, &password)
	return provider, check(provider, "the stack's oci: settings and the environment")
}

func (t *Target) fromFile(profile, region string) (common.ConfigurationProvider, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, err
	}
	path := cmp.Or(t.getenv("OCI_CONFIG_FILE"), filepath.Join(home, ".oci", "config"))
	provider, err := common.ConfigurationProviderFromFileWithProfile(path, cmp.Or(profile, "DEFAULT"), "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := check(provider, path); err != nil {
		return nil, err
	}
	return inRegion{provider, region}, nil
}

// check says what is missing, and where it was looked for.
func check(provider common.ConfigurationProvider, where string) error {
	if _, err := common.IsConfigurationProviderValid(provider); err != nil {
		return fmt.Errorf("no credentials of an OCI user in %s: %w: oci setup config makes them, or set TF_VAR_tenancy_ocid, TF_VAR_user_ocid, TF_VAR_fingerprint, TF_VAR_private_key", where, err)
	}
	return nil
}

// inRegion is a configuration with another region than its own.
type inRegion struct {
	common.ConfigurationProvider
	region string
}

func (r inRegion) Region() (string, error) {
	if r.region == "" {
		return r.ConfigurationProvider.Region()
	}
	return r.region, nil
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
