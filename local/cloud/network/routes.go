package network

import (
	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// checkRouteTable fills the rules' defaults and checks where they lead.
func checkRouteTable(op *resource.Op, r *store.Resource) error {
	rules := r.Doc.Objects("routeRules")
	for _, rule := range rules {
		rule.Default("destinationType", "CIDR_BLOCK")
		rule.Default("routeType", "STATIC")
		if rule["destination"] == nil {
			rule.Default("destination", rule["cidrBlock"]) // the older name
		}
		if err := checkPlace(op, "destination", rule.String("destination"), rule.String("destinationType")); err != nil {
			return err
		}
		entity, err := op.Get(rule.String("networkEntityId"))
		if err != nil {
			return err
		}
		if entity.Doc.String("vcnId") != r.Doc.String("vcnId") {
			return api.InvalidParameter("networkEntityId %s is not in the route table's VCN", entity.ID)
		}
		if rule.String("destinationType") == "SERVICE_CIDR_BLOCK" && entity.Kind != "servicegateway" {
			return api.InvalidParameter("networkEntityId %s: a rule for services leads to a service gateway", entity.ID)
		}
	}
	r.Doc.SetObjects("routeRules", rules)
	return nil
}

// checkPlace checks one end of a rule.
func checkPlace(op *resource.Op, field, place, kind string) error {
	switch kind {
	case "SERVICE_CIDR_BLOCK":
		for _, s := range services(op) {
			if s["cidrBlock"] == place {
				return nil
			}
		}
		return api.InvalidParameter("%s %q is no service's CIDR label", field, place)
	case "NETWORK_SECURITY_GROUP":
		return op.MustExist(field, "networksecuritygroup", place)
	}
	_, err := parseCIDR(place)
	return err
}
