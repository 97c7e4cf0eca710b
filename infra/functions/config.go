package functions

import (
	"maps"
	"strings"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The configurations are nil rather than empty: OCI does not return an empty one, which would look like drift.

// applicationConfig is what callers must show. It is the application's, because each endpoint refuses everything where
// nothing is demanded; the secret itself only the authorizer may read.
func applicationConfig(args Args) pulumi.StringMapInput {
	config := pulumi.StringMap{}
	if cidrs := args.Settings.Access.AllowedClientCidrs; len(cidrs) > 0 {
		config["allowed_client_cidrs"] = pulumi.String(strings.Join(cidrs, ","))
	}
	if secret := args.Vault.WebhookSecretID; secret != nil {
		config["webhook_secret_ocid"] = secret
	}
	if len(config) == 0 {
		return nil
	}
	return config
}

// authorizerConfig is what only the authorizer needs: the accounts of listeners that have one.
func authorizerConfig(args Args) pulumi.StringMapInput {
	if accounts := args.Vault.BasicAccountsID; accounts != nil {
		return pulumi.StringMap{"basic_accounts_ocid": accounts}
	}
	return nil
}

// accountConfig is what every function that writes to B2C Service needs, besides what the settings give it.
func accountConfig(args Args, function settings.Function) pulumi.StringMap {
	config := function.ConfigInputs()
	maps.Copy(config, pulumi.StringMap{
		"b2cservice_hostname":      pulumi.String(args.Settings.B2CService.Hostname),
		"b2cservice_username_ocid": args.Vault.UsernameID,
		"b2cservice_password_ocid": args.Vault.PasswordID,
	})
	return config
}

// followerConfig is what a function needs whose incidents follow something.
func followerConfig(args Args, function settings.Function) pulumi.StringMap {
	config := accountConfig(args, function)
	config["ledger_table_ocid"] = args.Ledger.TableID
	return config
}
