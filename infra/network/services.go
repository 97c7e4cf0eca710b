package network

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// allServices finds the label that stands for all of OCI's services in the region. Functions pull their images and
// read their secrets through it. Core API, ListServices: a region has two labels, of which the other is Object
// Storage's alone.
func allServices(ctx *pulumi.Context, parent pulumi.Resource) (oci.GetServicesService, error) {
	found, err := oci.GetServices(ctx, &oci.GetServicesArgs{}, pulumi.Parent(parent))
	if err != nil {
		return oci.GetServicesService{}, fmt.Errorf("listing OCI's services for the service gateway: %w", err)
	}
	for _, service := range found.Services {
		if strings.HasPrefix(service.Name, "All ") && strings.HasSuffix(service.Name, "Services In Oracle Services Network") {
			return service, nil
		}
	}
	return oci.GetServicesService{}, errors.New("listing OCI's services for the service gateway: the region has no label " +
		"for all services; check that the setting region is right")
}
