package policy

import (
	"fmt"
	"strings"
)

// where to change what is about access.
const (
	statementsFile = "infra/access/statements.go: say no more than the flow needs; what it needs is in infra/policy/flows.go"
	accessFile     = "infra/access/access.go: name no more than the flow needs; what it needs is in infra/policy/flows.go"
	flowsFile      = "infra/policy/flows.go: say what the flow needs, under the name of its policy and of its dynamic group"
)

// Statements finds what is wider than its flow in the statements of a policy.
func (r Rules) Statements(policy string, statements []string) Violations {
	c := check{Rules: r, Resource: Resource{Key: Key{policyType, policy}}}
	c.statements(statements)
	return c.found
}

// statements are those that are of a form that the flow needs.
func (c *check) statements(texts []string) (right []Statement) {
	flow := flows[c.Name]
	group := "dynamic-group " + c.Prefix + "-" + c.Name
	for _, text := range texts {
		statement, err := ParseStatement(text)
		if err != nil {
			c.add("has a statement that "+err.Error(), statementsFile)
			continue
		}
		if statement.Compartment != c.CompartmentID {
			c.add("allows something in another compartment than the stack's: "+text, statementsFile)
		}
		if !flow.allows(statement, group, c.CompartmentID) {
			c.add("allows more than its flow needs: "+text, statementsFile)
			continue
		}
		right = append(right, statement)
	}
	return right
}

// statementsAreTheFlows: a policy says what its flow needs, of the resources that the flow is about. What the policy depends
// on is looked at, too, for what depends on nothing else has no OCID yet in a first preview.
func (c *check) statementsAreTheFlows() {
	if c.Type != policyType {
		return
	}
	c.isInCompartment(c.CompartmentID, "the stack's compartment")
	flow, ok := flows[c.Name]
	if !ok {
		c.add("is of no flow", flowsFile)
		return
	}
	all, known := c.at("statements")
	if known && !all.IsArray() {
		c.add("has statements that are no list", statementsFile)
	}
	for _, statement := range c.statements(texts(all, known)) {
		for _, term := range statement.Where.Terms {
			if strings.HasPrefix(term.Variable, "target.") && !c.isMadeOf(term.Value, flow.concerns) {
				c.add("is about "+term.Value+", which is nothing of its flow", accessFile)
			}
		}
	}
	for _, key := range c.DependsOn {
		switch key.Type {
		case secretType, tableType, functionType:
			if !flow.concerns(key) {
				c.add("is about "+key.String()+", which its flow has no business with", accessFile)
			}
		case groupType:
			if key.Name != c.Name {
				c.add("is for the dynamic group "+key.Name, accessFile)
			}
		}
	}
}

// membersAreTheFlows: a dynamic group has the functions of its flow, by their OCIDs, and the name that the flow's statements
// know it by.
func (c *check) membersAreTheFlows() {
	if c.Type != groupType {
		return
	}
	c.isInCompartment(c.TenancyID, "the tenancy")
	flow, ok := flows[c.Name]
	if !ok {
		c.add("is of no flow", flowsFile)
		return
	}
	if name, known := c.at("name"); !isText(name, known, c.Prefix+"-"+c.Name) {
		c.add(fmt.Sprintf("has the name %v, by which statements know another one", name.V), "infra/access/access.go: set Name to names.Stack's Display")
	}
	c.matches(flow)
	for _, key := range c.DependsOn {
		if strings.HasPrefix(key.Type, "oci:") && !flow.has(key) {
			c.add("has the member "+key.String()+", which is none of its flow", accessFile)
		}
	}
}

// matches looks at whom a dynamic group's rule matches.
func (c *check) matches(flow flow) {
	rule, known := c.at("matchingRule")
	if !known {
		return
	}
	condition, err := ParseCondition(fmt.Sprint(rule.V))
	if err != nil {
		c.add(err.Error(), statementsFile)
		return
	}
	if !condition.isAnyOf("resource.id") {
		c.add("matches more than given functions: "+condition.String(), statementsFile)
		return
	}
	for _, term := range condition.Terms {
		if !c.isMadeOf(term.Value, flow.has) {
			c.add("has the member "+term.Value+", which is none of its flow", accessFile)
		}
	}
}

// rightsComeFromPolicies: what else Identity has, such as users, their groups and keys, gives rights that no rule looks at.
func (c *check) rightsComeFromPolicies() {
	if strings.HasPrefix(c.Type, identity) && c.Type != policyType && c.Type != groupType {
		c.add("gives rights that no rule looks at", c.file()+": give them by a policy and a dynamic group, as infra/access does")
	}
}

func (c *check) isInCompartment(id, name string) {
	if in, known := c.at("compartmentId"); !isText(in, known, id) {
		c.add(fmt.Sprintf("is in %v, not in %s", in.V, name), "infra/access/access.go: set CompartmentId to it")
	}
}
