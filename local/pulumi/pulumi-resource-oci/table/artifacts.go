package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var artifacts = &oci.Service{
	Client: "oci_artifacts.ArtifactsClient",
	Name:   "artifacts", Template: "https://artifacts.{region}.oci.{secondLevelDomain}",
	Base: "/20160918",
}

func artifactsResources() []*Resource {
	return []*Resource{
		rest("oci:Artifacts/containerRepository:ContainerRepository", artifacts, "/container/repositories", "AVAILABLE", "DELETED"),
	}
}
