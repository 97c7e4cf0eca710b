package network

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func createNAT(_ *resource.Op, r *store.Resource) error {
	r.Doc.Default("blockTraffic", false)
	// From 203.0.113.0/24, which is reserved for examples (RFC 5737): nobody has it.
	hash := fnv.New32a()
	hash.Write([]byte(r.ID))
	r.Doc["natIp"] = fmt.Sprintf("203.0.113.%d", 1+hash.Sum32()%254)
	return nil
}

func createServiceGateway(op *resource.Op, r *store.Resource) error {
	r.Doc["blockTraffic"] = false
	return nameServices(op, r)
}

func updateServiceGateway(op *resource.Op, _, r *store.Resource) error { return nameServices(op, r) }

func nameServices(op *resource.Op, r *store.Resource) error {
	chosen := r.Doc.Objects("services")
	for _, c := range chosen {
		known := false
		for _, s := range services(op) {
			if s["id"] == c["serviceId"] {
				c["serviceName"], known = s["name"], true
			}
		}
		if !known {
			return api.NotFound("Service", c.String("serviceId"))
		}
	}
	r.Doc.SetObjects("services", chosen)
	return nil
}

// services are what a service gateway can reach, as named in Ashburn (OCI: Access to
// Oracle Services: Service Gateway).
func services(op *resource.Op) []store.Document {
	key := strings.ToUpper(op.RegionKey)
	service := func(id, name, cidr string) store.Document {
		return store.Document{"id": "ocid1.service.oc1." + op.RegionKey + "." + id, "name": name, "description": name, "cidrBlock": cidr}
	}
	return []store.Document{
		service("cxbridgeobjectstorage", "OCI "+key+" Object Storage", "oci-"+op.RegionKey+"-objectstorage"),
		service("cxbridgeallservices", "All "+key+" Services In Oracle Services Network", "all-"+op.RegionKey+"-services-in-oracle-services-network"),
	}
}
