package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var vaults = &oci.Service{
	Client: "oci_vault.VaultsClient",
	Name:   "vault", Template: "https://vaults.{region}.oci.{secondLevelDomain}",
	Base: "/20180608",
}

func vaultResources() []*Resource {
	secret := rest("oci:Vault/secret:Secret", vaults, "/secrets", "ACTIVE", "PENDING_DELETION", "DELETED").scheduled()
	// The content is read through another service, by whoever may; never here.
	secret.WriteOnly = []string{"secretContent"}
	secret.Secret = []string{"secretContent"}
	return []*Resource{secret}
}
