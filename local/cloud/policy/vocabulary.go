package policy

import (
	"slices"
	"strings"
)

// families are the aggregate resource-types (same pages). key-family appears on the older copies of the Vault page only.
var families = map[string][]string{
	"functions-family": {"fn-app", "fn-function", "fn-invocation"},
	"secret-family":    {"secrets", "secret-versions", "secret-bundles"},
	"key-family":       {"vaults", "keys"},
	"nosql-family":     {"nosql-tables", "nosql-rows", "nosql-indexes"},
	"ons-family":       {"ons-topics", "ons-subscriptions"},
}

// variables a statement's condition may name: the general ones that a request here can have, then the services'. Functions'
// page documents none of its own; target.function.id is what published policies use to single out one function.
var variables = []string{
	"request.principal.type", "request.principal.id", "request.principal.compartment.id", "request.resource.compartment.id",
	"request.user.id", "request.permission", "request.operation", "request.region",
	"target.compartment.id", "target.compartment.name",
	"target.vault.id", "target.key.id", "target.secret.id", "target.secret.name",
	"target.function.id",
	"target.nosql-table.id", "target.nosql-table.name",
	"target.metrics.namespace",
}

var verbs = []string{"inspect", "read", "use", "manage"}

// permissions are those of a verb on a resource-type or family; ok is false for a resource-type that is not known.
// The verb must be one of verbs.
func permissions(verb, resource string) (granted []string, ok bool) {
	rank := slices.Index(verbs, verb)
	for _, candidate := range resourceTypes {
		if resource != "all-resources" && resource != candidate.name && !slices.Contains(families[resource], candidate.name) {
			continue
		}
		ok = true
		for _, added := range [][]string{candidate.inspect, candidate.read, candidate.use, candidate.manage}[:rank+1] {
			granted = append(granted, added...)
		}
	}
	return granted, ok
}

// knownVariable finds a variable's spelling in the vocabulary, whatever its case in the statement.
func knownVariable(variable string) (string, bool) {
	at := slices.IndexFunc(variables, func(known string) bool { return strings.EqualFold(known, variable) })
	if at < 0 {
		return "", false
	}
	return variables[at], true
}
