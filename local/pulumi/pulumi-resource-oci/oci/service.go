package oci

import (
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Service is one of OCI's control planes.
type Service struct {
	// Client is the name that CLIENT_HOST_OVERRIDES knows it by.
	Client string
	// Name and Template are oci-go-sdk's: the endpoint of a region.
	Name, Template string
	// Base is the version that the official provider's calls have, such as
	// /20160918. It is not always that of the newest oci-go-sdk.
	Base string
}

// endpoint is where the service is in the region, if nothing overrides it.
func (s *Service) endpoint(region string) (string, error) {
	if region == "" {
		return "", fmt.Errorf("no region is configured, so %s has no endpoint: "+
			"set oci:region, OCI_REGION, or region in OCI's configuration file", s.Client)
	}
	return common.StringToRegion(region).EndpointForTemplate(s.Name, s.Template), nil
}
