package settings

import (
	"regexp"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// commercial is the realm of the regions that anybody can have.
const commercial = "oc1"

// realmOf is the realm that a region is in: one of the clouds that Oracle runs apart from each other. Of a region that the
// SDK does not know (nor OCI_REGION_METADATA, nor ~/.oci/regions-config.json), it is oc1, as for the oci provider.
func realmOf(region string) string {
	realm, err := common.StringToRegion(region).RealmID()
	if err != nil {
		return commercial
	}
	return realm
}

// registryHost is the host of a region's own container registry. Container Registry: "Pushing images using the Docker CLI"
// has <region>.ocir.io for realm oc1; elsewhere, it is named like every service.
func registryHost(region string) string {
	if realmOf(region) == commercial {
		return region + ".ocir.io"
	}
	return "ocir." + region + ".oci." + common.StringToRegion(region).SecondLevelDomain()
}

// ocid is ocid1.<type>.<realm>.[region][.future use].<unique part> (Resource identifiers: OCIDs).
var ocid = regexp.MustCompile(`^ocid1\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)(?:\.[A-Za-z0-9_-]*)*\.[A-Za-z0-9_-]+$`)

// ocidPlace is where an OCID says that its resource is. The realm is empty for what is no OCID, and the region for what is in
// none, or in one that the SDK does not know.
func ocidPlace(text string) (realm, region string) {
	parts := ocid.FindStringSubmatch(text)
	if parts == nil {
		return "", ""
	}
	named := common.StringToRegion(parts[2]) // which may be its key, such as iad
	if _, err := named.RealmID(); err == nil {
		region = string(named)
	}
	return parts[1], region
}
