package settings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// providersRegion is where a provider is that the engine makes by itself. The stack has its own, and would not be there.
var providersRegion = config.MustMakeKey("oci", "region")

// checkPlace checks where the stack is.
func (c *checker) checkPlace() {
	isRegion := region.MatchString(c.Region)
	if !isRegion {
		c.add("region", problem(c.Region, "is no region identifier"), set("region", "us-ashburn-1"))
	}
	written := c.source.File[providersRegion]
	if other, _ := written.Value(config.NopDecrypter); isRegion && !written.Secure() && other != "" && other != c.Region {
		c.add(providersRegion.String(), fmt.Sprintf("is %q, but the stack is made in its region, %s", other, c.Region), remove(providersRegion.String()))
	}
	c.ocid("compartmentId", c.CompartmentID, "", "compartment", "tenancy")
	c.ocid("tenancyId", c.TenancyID, "", "tenancy")
	lookUp := set("homeRegion", "us-phoenix-1") + ", or leave it out to have it looked up: " + remove("homeRegion")
	switch {
	case c.HomeRegion == "":
	case !region.MatchString(c.HomeRegion):
		c.add("homeRegion", problem(c.HomeRegion, "is no region identifier"), lookUp)
	case isRegion && realmOf(c.HomeRegion) != realmOf(c.Region):
		c.add("homeRegion", fmt.Sprintf("is %s in realm %s, but region is %s in realm %s",
			c.HomeRegion, realmOf(c.HomeRegion), c.Region, realmOf(c.Region)), "name the tenancy's home region, or leave it out: "+remove("homeRegion"))
	}
}

// ocid checks that a value is an OCID of one of the kinds, in the stack's realm and, if it says one, in its region. What
// else can be done than to name such a one comes last in the remedy.
func (c *checker) ocid(key, value, otherwise string, kinds ...string) {
	isKind := slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(value, "ocid1."+kind+".") })
	realm, in := ocidPlace(value)
	where := "oc1"
	if region.MatchString(c.Region) {
		where = realmOf(c.Region)
	}
	remedy := set(key, fmt.Sprintf("ocid1.%s.%s..…", kinds[0], where)) + otherwise
	switch {
	case !isKind:
		c.add(key, problem(value, "is not the OCID of a "+strings.Join(kinds, " or ")), remedy)
	case realm == "":
		c.add(key, problem(value, "is not a whole OCID"), remedy)
	case !region.MatchString(c.Region): // which is a fault of its own
	case realm != where:
		c.add(key, fmt.Sprintf("is in realm %s, but region %s is in realm %s", realm, c.Region, where),
			remedy+", or name the region's realm in OCI_REGION_METADATA if the region is new")
	case in != "" && in != c.Region:
		c.add(key, fmt.Sprintf("is in region %s, but the stack is in %s", in, c.Region), remedy)
	}
}
