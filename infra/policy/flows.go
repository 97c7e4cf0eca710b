package policy

import (
	"slices"

	"github.com/cxbridge/cxbridge/infra/settings"
)

const (
	policyType   = "oci:Identity/policy:Policy"
	groupType    = "oci:Identity/dynamicGroup:DynamicGroup"
	functionType = "oci:Functions/function:Function"
	secretType   = "oci:Vault/secret:Secret"
	tableType    = "oci:Nosql/table:Table"
)

// right is a form of statements, for the dynamic group of the policy's name in the stack's compartment.
type right func(s Statement, group, compartment string) bool

// invoke is to use fn-invocation of one function, by API gateways of the compartment.
func invoke(s Statement, _, compartment string) bool {
	terms := map[string]string{}
	for _, term := range s.Where.Terms {
		terms[term.Variable] = term.Value
	}
	return s.Subject == "any-user" && s.Verb == "use" && s.Resource == "fn-invocation" && s.Where.All && len(terms) == 3 && len(s.Where.Terms) == 3 &&
		terms["request.principal.type"] == "ApiGateway" && terms["request.resource.compartment.id"] == compartment &&
		ocid.MatchString(terms["target.function.id"])
}

// readSecrets is to read secret-bundles of given secrets.
func readSecrets(s Statement, group, _ string) bool {
	return s.Subject == group && s.Verb == "read" && s.Resource == "secret-bundles" && s.Where.isAnyOf("target.secret.id")
}

// useRows is to use nosql-rows of given tables.
func useRows(s Statement, group, _ string) bool {
	return s.Subject == group && s.Verb == "use" && s.Resource == "nosql-rows" && s.Where.isAnyOf("target.nosql-table.id")
}

// flow is who acts in a flow, and on what. The key is the name of its policy, and of its dynamic group.
type flow struct {
	rights  []right
	on      []Key             // what statements may be about, besides functions
	invokes func(string) bool // which functions they may be about
	members func(string) bool // which functions the dynamic group may have
}

var (
	account = []Key{{secretType, "b2cservice-username"}, {secretType, "b2cservice-password"}}
	ledger  = Key{tableType, "ledger"}

	flows = map[string]flow{
		"gateway":    {rights: []right{invoke}, invokes: not(settings.AlarmToIncident)},
		"authorizer": {rights: []right{readSecrets}, on: []Key{{secretType, "webhook-secret"}, {secretType, "basic-accounts"}}, members: is(settings.Authorizer)},
		"endpoints": {
			rights: []right{readSecrets}, on: account,
			members: not(settings.Authorizer, settings.AlarmToIncident, settings.EventToIncident),
		},
		"alarms": {rights: []right{readSecrets, useRows}, on: append([]Key{ledger}, account...), members: is(settings.AlarmToIncident)},
		"events": {rights: []right{readSecrets, useRows}, on: append([]Key{ledger}, account...), members: is(settings.EventToIncident)},
	}
)

// allows says whether a statement is one that the flow needs.
func (f flow) allows(s Statement, group, compartment string) bool {
	return slices.ContainsFunc(f.rights, func(r right) bool { return r(s, group, compartment) })
}

// concerns says whether a flow's statements may be about a resource.
func (f flow) concerns(key Key) bool {
	if key.Type == functionType {
		return f.invokes != nil && f.invokes(key.Name)
	}
	return slices.Contains(f.on, key)
}

// has says whether a resource may be a member of the flow's dynamic group.
func (f flow) has(key Key) bool {
	return key.Type == functionType && f.members != nil && f.members(key.Name)
}

func is(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}
func not(names ...string) func(string) bool {
	return func(name string) bool { return !slices.Contains(names, name) }
}
