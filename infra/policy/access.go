package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/settings"
)

const (
	policyType   = "oci:Identity/policy:Policy"
	groupType    = "oci:Identity/dynamicGroup:DynamicGroup"
	functionType = "oci:Functions/function:Function"
	secretType   = "oci:Vault/secret:Secret"
	tableType    = "oci:Nosql/table:Table"
)

// right is a form of statements. who is the dynamic group of the policy's name, and compartment the stack's.
type right struct {
	name   string
	allows func(s Statement, group, compartment string) bool
}

var (
	invoke = right{"use fn-invocation, by API gateways of the compartment, of one function", func(s Statement, _, compartment string) bool {
		terms := map[string]string{}
		for _, term := range s.Where.Terms {
			terms[term.Variable] = term.Value
		}
		return s.Subject == "any-user" && s.Verb == "use" && s.Resource == "fn-invocation" && s.Where.All && len(terms) == 3 && len(s.Where.Terms) == 3 &&
			terms["request.principal.type"] == "ApiGateway" && terms["request.resource.compartment.id"] == compartment &&
			ocid.MatchString(terms["target.function.id"])
	}}
	readSecrets = right{"read secret-bundles of given secrets", func(s Statement, group, _ string) bool {
		return s.Subject == group && s.Verb == "read" && s.Resource == "secret-bundles" && s.Where.isAnyOf("target.secret.id")
	}}
	useRows = right{"use nosql-rows of given tables", func(s Statement, group, _ string) bool {
		return s.Subject == group && s.Verb == "use" && s.Resource == "nosql-rows" && s.Where.isAnyOf("target.nosql-table.id")
	}}
)

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

func is(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}
func not(names ...string) func(string) bool {
	return func(name string) bool { return !slices.Contains(names, name) }
}

// where to change what is about access.
const (
	statementsFile = "infra/access/statements.go: say no more than the flow needs; what it needs is in infra/policy/access.go"
	accessFile     = "infra/access/access.go: name no more than the flow needs; what it needs is in infra/policy/access.go"
)

// Statements finds what is wider than its flow in the statements of a policy.
func (r Rules) Statements(policy string, statements []string) Violations {
	c := check{Rules: r, Resource: Resource{Key: Key{policyType, policy}}}
	c.statements(statements)
	return c.found
}

func (c *check) statements(statements []string) {
	flow := flows[c.Name]
	group := "dynamic-group " + c.Prefix + "-" + c.Name
	for _, text := range statements {
		statement, err := ParseStatement(text)
		if err != nil {
			c.add("has a statement that "+err.Error(), statementsFile)
			continue
		}
		if statement.Compartment != c.CompartmentID {
			c.add("allows something in another compartment than the stack's: "+text, statementsFile)
		}
		if !slices.ContainsFunc(flow.rights, func(r right) bool { return r.allows(statement, group, c.CompartmentID) }) {
			c.add("allows more than its flow needs: "+text, statementsFile)
		}
	}
}

// statementsAreTheFlows: a policy says what its flow needs, of the things that the flow is about. These are seen by what the
// policy depends on, too, for what depends on nothing else has no OCID yet in a first preview.
func (c *check) statementsAreTheFlows() {
	if c.Type != policyType {
		return
	}
	c.isInCompartment(c.CompartmentID, "the stack's compartment")
	c.statements(texts(c.at("statements")))
	flow := flows[c.Name]
	for _, key := range c.DependsOn {
		switch key.Type {
		case secretType, tableType:
			if !slices.Contains(flow.on, key) {
				c.add("is about "+key.String()+", which its flow has no business with", accessFile)
			}
		case functionType:
			if flow.invokes == nil || !flow.invokes(key.Name) {
				c.add("is about "+key.String()+", which its flow has no business with", accessFile)
			}
		case groupType:
			if key.Name != c.Name {
				c.add("is for the dynamic group "+key.Name, accessFile)
			}
		}
	}
}

// membersAreTheFlows: a dynamic group has the functions of its flow, by their OCIDs.
func (c *check) membersAreTheFlows() {
	if c.Type != groupType {
		return
	}
	c.isInCompartment(c.TenancyID, "the tenancy")
	if rule, known := c.at("matchingRule"); known {
		condition, err := ParseCondition(fmt.Sprint(rule.V))
		if err != nil {
			c.add(err.Error(), statementsFile)
		} else if !condition.isAnyOf("resource.id") {
			c.add("matches more than given functions: "+condition.String(), statementsFile)
		}
	}
	flow := flows[c.Name]
	for _, key := range c.DependsOn {
		if strings.HasPrefix(key.Type, "oci:") && (key.Type != functionType || flow.members == nil || !flow.members(key.Name)) {
			c.add("has the member "+key.String()+", which is none of its flow", accessFile)
		}
	}
}

func (c *check) isInCompartment(id, name string) {
	if in, known := c.at("compartmentId"); !isText(in, known, id) {
		c.add(fmt.Sprintf("is in %v, not in %s", in.V, name), "infra/access/access.go: set CompartmentId to it")
	}
}
