package images

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// registryPath is the registry's host and the tenancy's namespace, with which every image's reference begins, such as
// us-ashburn-1.ocir.io/mynamespace.
func registryPath(ctx *pulumi.Context, s *settings.Settings, opts ...pulumi.InvokeOption) (string, error) {
	namespace := s.Registry.Namespace
	if namespace == "" {
		found, err := oci.GetNamespace(ctx, &oci.GetNamespaceArgs{CompartmentId: &s.TenancyID}, opts...)
		if err != nil {
			return "", fmt.Errorf("looking up the tenancy's Object Storage namespace (or set registryNamespace): %w", err)
		}
		namespace = found.Namespace
	}
	return s.Registry.Host + "/" + namespace, nil
}
