package doctor

import (
	"context"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/certificatesmanagement"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// vault looks whether the vault and the key that others share can be used.
func (d *doctor) vault(ctx context.Context, about string) {
	given := d.settings.Vault
	vaults, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(d.provider)
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	d.pointed(&vaults.BaseClient, "oci_kms.KmsVaultClient")
	vault, err := vaults.GetVault(ctx, keymanagement.GetVaultRequest{VaultId: &given.VaultID})
	switch {
	case err != nil:
		d.found(fault, about, "%s: %v: is vaultId right, and may the user see it?", given.VaultID, target.Brief(err))
		return
	case vault.LifecycleState != keymanagement.VaultLifecycleStateActive:
		d.found(fault, about, "%s is %s: cancel its deletion, or name another one", text(vault.DisplayName), vault.LifecycleState)
		return
	}
	keys, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(d.provider, text(vault.ManagementEndpoint))
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	d.pointed(&keys.BaseClient, "") // its address is the vault's own
	key, err := keys.GetKey(ctx, keymanagement.GetKeyRequest{KeyId: &given.KeyID})
	switch {
	case err != nil:
		d.found(fault, about, "the key %s in %s: %v: is keyId that of a key in the vault?", given.KeyID, text(vault.DisplayName), target.Brief(err))
	case key.LifecycleState != keymanagement.KeyLifecycleStateEnabled:
		d.found(fault, about, "the key %s is %s: enable it, or name another one", text(key.DisplayName), key.LifecycleState)
	default:
		d.found(ok, about, "%s is active, and its key %s enabled", text(vault.DisplayName), text(key.DisplayName))
	}
}

// certificate looks whether the gateway's is there.
func (d *doctor) certificate(ctx context.Context, about string) {
	if d.Target.Local {
		d.found(warning, about, "not looked at: the local cloud has no certificates, and takes any")
		return
	}
	look := d.issued
	if strings.HasPrefix(d.settings.CertificateID, "ocid1.apigatewaycertificate.") {
		look = d.uploaded
	}
	name, state, err := look(ctx, d.settings.CertificateID)
	switch {
	case err != nil:
		d.found(fault, about, "%s: %v: is certificateId right, and may the user see it?", d.settings.CertificateID, target.Brief(err))
	case state != "ACTIVE":
		d.found(fault, about, "%s is %s: name another one", name, state)
	default:
		d.found(ok, about, "%s is active", name)
	}
}

// uploaded is a certificate of API Gateway's own.
func (d *doctor) uploaded(ctx context.Context, id string) (name, state string, err error) {
	client, err := apigateway.NewApiGatewayClientWithConfigurationProvider(d.provider)
	if err != nil {
		return "", "", err
	}
	d.pointed(&client.BaseClient, "oci_apigateway.ApiGatewayClient")
	answer, err := client.GetCertificate(ctx, apigateway.GetCertificateRequest{CertificateId: &id})
	return text(answer.DisplayName), string(answer.LifecycleState), err
}

// issued is a certificate of the Certificates service.
func (d *doctor) issued(ctx context.Context, id string) (name, state string, err error) {
	client, err := certificatesmanagement.NewCertificatesManagementClientWithConfigurationProvider(d.provider)
	if err != nil {
		return "", "", err
	}
	d.pointed(&client.BaseClient, "oci_certificates_management.CertificatesManagementClient")
	answer, err := client.GetCertificate(ctx, certificatesmanagement.GetCertificateRequest{CertificateId: &id})
	return text(answer.Name), string(answer.LifecycleState), err
}
