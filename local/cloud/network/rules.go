package network

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// maxRules is how many rules a network security group may have (OCI: Network Security Groups).
const maxRules = 120

// checkSecurityList fills the rules' defaults and checks them.
func checkSecurityList(op *resource.Op, r *store.Resource) error {
	for key, end := range map[string]string{"egressSecurityRules": "destination", "ingressSecurityRules": "source"} {
		rules := r.Doc.Objects(key)
		for _, rule := range rules {
			if err := checkRule(op, rule, end); err != nil {
				return err
			}
		}
		r.Doc.SetObjects(key, rules)
	}
	return nil
}

// checkRule checks a rule whose far end is in the field end.
func checkRule(op *resource.Op, rule store.Document, end string) error {
	rule.Default(end+"Type", "CIDR_BLOCK")
	rule.Default("isStateless", false)
	for options, protocol := range map[string][]string{"tcpOptions": {"6"}, "udpOptions": {"17"}, "icmpOptions": {"1", "58"}} {
		if rule[options] != nil && !slices.Contains(protocol, rule.String("protocol")) {
			return api.InvalidParameter("a rule with %s is of protocol %s, not %q", options, strings.Join(protocol, " or "), rule.String("protocol"))
		}
		for _, which := range []string{"destinationPortRange", "sourcePortRange"} {
			ports := rule.Object(options).Object(which)
			low, _ := ports.Int("min")
			high, _ := ports.Int("max")
			if ports != nil && (low < 1 || high > 65535 || low > high) {
				return api.InvalidParameter("%s %d to %d is not a range of ports", which, low, high)
			}
		}
	}
	return checkPlace(op, end, rule.String(end), rule.String(end+"Type"))
}

// The rules of a network security group are no resources: they have short ids and come
// and go through actions of the group.
func registerRules(e *resource.Engine) {
	const fields = "description destination destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP direction:EGRESS|INGRESS! " +
		"icmpOptions:{icmp} isStateless:bool protocol! source sourceType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP tcpOptions:{ports} udpOptions:{ports}"
	with := func(rule string) resource.Body {
		all := map[string]string{"rule": rule}
		for name, table := range shapes {
			all[name] = table
		}
		return resource.NewBody("security rules", "securityRules:[rule]!", all)
	}
	added, updated := with(fields), with("id! "+fields)
	removed := resource.NewBody("security rules", "securityRuleIds:strings!", nil)

	const group = base + "/networkSecurityGroups/{id}"
	e.Action("networksecuritygroup", "POST "+group+"/actions/addSecurityRules", func(op *resource.Op, r *store.Resource, body store.Document) (*api.Answer, error) {
		if err := added.Check(body); err != nil {
			return nil, err
		}
		return addRules(op, r, body.Objects("securityRules"))
	})
	e.Action("networksecuritygroup", "POST "+group+"/actions/updateSecurityRules", func(op *resource.Op, r *store.Resource, body store.Document) (*api.Answer, error) {
		if err := updated.Check(body); err != nil {
			return nil, err
		}
		return updateRules(op, r, body.Objects("securityRules"))
	})
	e.Action("networksecuritygroup", "POST "+group+"/actions/removeSecurityRules", func(_ *resource.Op, r *store.Resource, body store.Document) (*api.Answer, error) {
		if err := removed.Check(body); err != nil {
			return nil, err
		}
		return removeRules(r, body.Strings("securityRuleIds"))
	})
	e.Reader("GET "+group+"/securityRules", listRules)
}

func checkGroupRule(op *resource.Op, rule store.Document) error {
	end, other := "source", "destination"
	if rule.String("direction") == "EGRESS" {
		end, other = other, end
	}
	if rule[end] == nil || rule[other] != nil {
		return api.InvalidParameter("a rule of direction %s has a %s and no %s", rule.String("direction"), end, other)
	}
	return checkRule(op, rule, end)
}

func addRules(op *resource.Op, r *store.Resource, rules []store.Document) (*api.Answer, error) {
	all := r.Private.Objects("rules")
	if len(all)+len(rules) > maxRules {
		return nil, api.Errorf(400, "LimitExceeded", "the group would have %d rules; it takes %d", len(all)+len(rules), maxRules)
	}
	for _, rule := range rules {
		if err := checkGroupRule(op, rule); err != nil {
			return nil, err
		}
		var random [3]byte
		for used := true; used; used = slices.ContainsFunc(all, func(o store.Document) bool { return o["id"] == rule["id"] }) {
			rand.Read(random[:])
			rule["id"] = fmt.Sprintf("%X", random)
		}
		rule["isValid"], rule["timeCreated"] = true, resource.Time(op.Now)
		all = append(all, rule)
	}
	r.Private.SetObjects("rules", all)
	return api.OK(map[string]any{"securityRules": rules}), nil
}

func updateRules(op *resource.Op, r *store.Resource, rules []store.Document) (*api.Answer, error) {
	all := r.Private.Objects("rules")
	for _, rule := range rules {
		i := slices.IndexFunc(all, func(o store.Document) bool { return o["id"] == rule["id"] })
		if i < 0 {
			return nil, api.InvalidParameter("the group has no security rule %s", rule.String("id"))
		}
		if err := checkGroupRule(op, rule); err != nil {
			return nil, err
		}
		rule["isValid"], rule["timeCreated"] = true, all[i]["timeCreated"]
		all[i] = rule
	}
	r.Private.SetObjects("rules", all)
	return api.OK(map[string]any{"securityRules": rules}), nil
}

func removeRules(r *store.Resource, ids []string) (*api.Answer, error) {
	all := r.Private.Objects("rules")
	for _, id := range ids {
		i := slices.IndexFunc(all, func(o store.Document) bool { return o["id"] == id })
		if i < 0 {
			return nil, api.InvalidParameter("the group has no security rule %s", id)
		}
		all = slices.Delete(all, i, i+1)
	}
	r.Private.SetObjects("rules", all)
	return &api.Answer{}, nil
}

func listRules(op *resource.Op) (*api.Answer, error) {
	r, err := op.Load("networksecuritygroup", op.Call.Param("id"))
	if err != nil {
		return nil, err
	}
	rules := []store.Document{}
	for _, rule := range r.Private.Objects("rules") {
		if d := op.Call.Query("direction"); d != "" && d != rule.String("direction") {
			continue
		}
		// A rule about a group that is gone stays, but is not valid any more.
		for _, end := range []string{"source", "destination"} {
			if rule.String(end+"Type") == "NETWORK_SECURITY_GROUP" {
				rule["isValid"] = op.MustExist(end, "networksecuritygroup", rule.String(end)) == nil
			}
		}
		rules = append(rules, rule)
	}
	return resource.Paged(op.Call, rules)
}
