package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var kmsVaults = &oci.Service{
	Client: "oci_kms.KmsVaultClient",
	Name:   "kms", Template: "https://kms.{region}.{secondLevelDomain}",
	Base: "/20180608",
}

// kmsManagement has no endpoint of its own: each vault has one for its keys.
var kmsManagement = &oci.Service{Client: "oci_kms.KmsManagementClient", Base: "/20180608"}

func kmsResources() []*Resource {
	const pending = "PENDING_DELETION"
	refused := []string{"restoreFromFile", "restoreFromObjectStore", "restoreTrigger", "timeOfDeletion"}

	vault := rest("oci:Kms/vault:Vault", kmsVaults, "/vaults", "ACTIVE", pending, "DELETED").scheduled()
	vault.Refused = refused

	key := rest("oci:Kms/key:Key", kmsManagement, "/keys", "ENABLED", pending, "DELETED").scheduled()
	key.Endpoint = "managementEndpoint"
	key.Import = "managementEndpoint/{managementEndpoint}/keys/{id}"
	key.Refused = append(refused, "desiredState")
	return []*Resource{vault, key}
}
