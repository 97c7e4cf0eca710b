package identity

import (
	"fmt"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// commercialKeys are the keys of the regions of the realm oc1, in which the local tenancy
// is (oci-go-sdk: common, regions.go, which knows names by key but not the reverse).
const commercialKeys = "aga ams arn auh bog bom cdg cwl dxb fra gru hsg hyd iad icn jbp jed jnb kix lej lhr lin mad mel mrs mtz " +
	"mty nrq nrt onm ord orf phx qro ruh scl sin sjc syd vap vcp xsp yny yul yyz zrh"

// HomeRegionKey is the key, as the API writes it (PHX for us-phoenix-1), of what the fidelity
// switch HomeRegion names. It is an error unless that is a region of the realm oc1.
func HomeRegionKey(name string) (string, error) {
	for _, key := range strings.Fields(commercialKeys) {
		if string(common.StringToRegion(key)) == name {
			return strings.ToUpper(key), nil
		}
	}
	return "", fmt.Errorf("fidelity switch HomeRegion: %q is no region of the realm oc1; a region's name is such as us-phoenix-1", name)
}

// region is one of the two that matter to a tenancy.
type region struct {
	name, key string
	home      bool
}

// regions are those the tenancy is subscribed to: the local cloud's, and its home if that
// is another one.
func regions(e *resource.Engine, home string) ([]region, error) {
	local := region{e.Region, strings.ToUpper(e.RegionKey), e.Region == home}
	if local.home {
		return []region{local}, nil
	}
	key, err := HomeRegionKey(home)
	if err != nil {
		return nil, err
	}
	return []region{{home, key, true}, local}, nil
}

// registerRegions answers which regions there are (oci-go-sdk: identity.RegionSubscription).
func registerRegions(e *resource.Engine, subscribed []region) {
	e.Reader("GET "+base+"/tenancies/{id}/regionSubscriptions", func(op *resource.Op) (*api.Answer, error) {
		if id := op.Call.Param("id"); id != op.Tenancy {
			return nil, api.NotFound("Tenancy", id)
		}
		list := []store.Document{}
		for _, r := range subscribed {
			list = append(list, store.Document{"regionKey": r.key, "regionName": r.name, "status": "READY", "isHomeRegion": r.home})
		}
		return api.OK(list), nil
	})
}
