package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

// objectStorage has no version in its paths.
var objectStorage = &oci.Service{
	Client: "oci_object_storage.ObjectStorageClient",
	Name:   "objectstorage", Template: "https://objectstorage.{region}.{secondLevelDomain}",
}

func getNamespace() *Function {
	return &Function{
		Token: "oci:ObjectStorage/getNamespace:getNamespace", Service: objectStorage,
		Path: "/n", Params: []string{"compartmentId"}, Bare: "namespace", ID: "ObjectStorageNamespaceDataSource",
	}
}
