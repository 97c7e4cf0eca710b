package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Key names a resource. Only alarms may share one, see isTheOnlyOne.
type Key struct{ Type, Name string }

func (k Key) String() string { return k.Type + " " + k.Name }

// KeyOf is the resource that an URN names.
func KeyOf(urn resource.URN) Key { return Key{string(urn.Type()), urn.Name()} }

// Resource is a resource as it is registered.
type Resource struct {
	Key
	Custom bool
	// ID is its OCID; empty while nobody knows it.
	ID string
	// Parent is the resource's component.
	Parent Key
	// Provider is the name of its provider; empty: the engine's own.
	Provider string
	// DependsOn are the resources that its inputs are made of, and those that it has to come after.
	DependsOn []Key
	// Inputs are what is known of them. Secrets are marked.
	Inputs resource.PropertyMap
}

// file is the part of the program that registers the resource.
func (r Resource) file() string {
	if parts := strings.Split(r.Parent.Type, ":"); len(parts) == 3 && parts[0] == "cxbridge" {
		return "infra/" + parts[1]
	}
	return "infra"
}

// Violation is a rule that a resource breaks.
type Violation struct {
	Resource Key
	Problem  string // what is wrong with it
	Remedy   string // the setting or the file to change
}

// Violations are all that was found. They are an error when there are any.
type Violations []Violation

// Error lists the violations, each with its remedy.
func (v Violations) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "the stack breaks %d rule(s) of infra/policy:", len(v))
	for _, violation := range v {
		fmt.Fprintf(&text, "\n  %s %s\n      %s", violation.Resource, violation.Problem, violation.Remedy)
	}
	return text.String()
}

// OrNil is the violations as an error, each once, in an order that does not depend on that of the registrations.
func (v Violations) OrNil() error {
	if len(v) == 0 {
		return nil
	}
	slices.SortFunc(v, func(a, b Violation) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return slices.Compact(v)
}

// Rules are what the rules have to know of a stack.
type Rules struct {
	// Prefix begins the names of the stack's things, such as cxbridge-dev.
	Prefix                   string
	CompartmentID, TenancyID string
	Tags                     map[string]string
	secrets                  []secret
}

// Of are the rules for a stack.
func Of(project, stack string, s *settings.Settings) Rules {
	tags := map[string]string{"project": project, "stack": stack, "owner": s.Owner}
	if s.Expires != "" {
		tags["expires"] = s.Expires
	}
	return Rules{
		Prefix: project + "-" + stack, CompartmentID: s.CompartmentID, TenancyID: s.TenancyID, Tags: tags, secrets: secretsOf(s),
	}
}

// check is one resource under the rules.
type check struct {
	Rules
	Resource
	earlier func(Key) (Resource, bool)
	found   Violations
}

// rules are all there are, each a function that adds what it finds.
var rules = []func(*check){
	(*check).isTheOnlyOne,
	(*check).subnetIsPrivate,
	(*check).routesAreAuthorized,
	(*check).secretsAreMarked,
	(*check).statementsAreTheFlows,
	(*check).membersAreTheFlows,
	(*check).rightsComeFromPolicies,
	(*check).isTagged,
	(*check).hasProvider,
	(*check).repositoryIsPrivate,
}

// Check finds the rules that a resource breaks. What is not known of its inputs breaks none. earlier gives the resources that it
// depends on.
func (r Rules) Check(one Resource, earlier func(Key) (Resource, bool)) Violations {
	c := check{Rules: r, Resource: one, earlier: earlier}
	for _, rule := range rules {
		rule(&c)
	}
	return c.found
}

// isMadeOf says whether an OCID is that of a resource which this one depends on.
func (c *check) isMadeOf(ocid string, may func(Key) bool) bool {
	return slices.ContainsFunc(c.DependsOn, func(key Key) bool {
		one, ok := c.earlier(key)
		return ok && may(key) && one.ID == ocid
	})
}

// add notes a violation.
func (c *check) add(problem, remedy string) {
	c.found = append(c.found, Violation{c.Key, problem, remedy})
}
