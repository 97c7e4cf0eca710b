package policy

import (
	"slices"
	"strings"
)

// resourceType lists the permissions that each verb adds to the verbs before it.
type resourceType struct {
	name                       string
	inspect, read, use, manage []string
	source                     string
}

const (
	vaultPage     = "OCI documentation, Details for the Vault Service (policy reference)"
	functionsPage = "OCI documentation, Details for Functions (policy reference)"
)

var resourceTypes = []resourceType{
	{
		name:    "vaults",
		inspect: []string{"VAULT_INSPECT"},
		read:    []string{"VAULT_READ"},
		use:     []string{"VAULT_CREATE_KEY", "VAULT_IMPORT_KEY", "VAULT_CREATE_SECRET"},
		manage:  []string{"VAULT_CREATE", "VAULT_UPDATE", "VAULT_DELETE", "VAULT_MOVE"},
		source:  vaultPage,
	},
	{
		name:    "keys",
		inspect: []string{"KEY_INSPECT"},
		read:    []string{"KEY_READ"},
		use:     []string{"KEY_ENCRYPT", "KEY_DECRYPT", "KEY_EXPORT", "KEY_SIGN", "KEY_VERIFY"},
		manage:  []string{"KEY_CREATE", "KEY_UPDATE", "KEY_ROTATE", "KEY_DELETE"},
		source:  vaultPage,
	},
	{
		name:    "secrets",
		inspect: []string{"SECRET_INSPECT"},
		read:    []string{"SECRET_READ"},
		use:     []string{"SECRET_UPDATE"},
		manage:  []string{"SECRET_CREATE", "SECRET_DELETE", "SECRET_MOVE"},
		source:  vaultPage,
	},
	{
		name:    "secret-versions",
		inspect: []string{"SECRET_VERSION_INSPECT"},
		read:    []string{"SECRET_VERSION_READ"},
		manage:  []string{"SECRET_VERSION_DELETE"},
		source:  vaultPage,
	},
	{
		name:    "secret-bundles",
		inspect: []string{"SECRET_BUNDLE_INSPECT"},
		read:    []string{"SECRET_BUNDLE_READ"},
		source:  vaultPage,
	},
	{
		name:    "fn-app",
		inspect: []string{"FN_APP_LIST"},
		read:    []string{"FN_APP_READ"},
		manage:  []string{"FN_APP_CREATE", "FN_APP_DELETE", "FN_APP_UPDATE"},
		source:  functionsPage,
	},
	{
		name:    "fn-function",
		inspect: []string{"FN_FUNCTION_LIST"},
		read:    []string{"FN_FUNCTION_READ"},
		manage:  []string{"FN_FUNCTION_CREATE", "FN_FUNCTION_DELETE", "FN_FUNCTION_UPDATE"},
		source:  functionsPage,
	},
	{
		name:   "fn-invocation",
		use:    []string{"FN_INVOCATION"},
		source: functionsPage,
	},
}

// families are the aggregate resource-types (same pages). key-family appears on the older copies of the Vault page only.
var families = map[string][]string{
	"functions-family": {"fn-app", "fn-function", "fn-invocation"},
	"secret-family":    {"secrets", "secret-versions", "secret-bundles"},
	"key-family":       {"vaults", "keys"},
}

// variables a statement's condition may name: the general ones that a request here can have, then Vault's. Functions'
// page documents none of its own; target.function.id is what published policies use to single out one function.
var variables = []string{
	"request.principal.type", "request.principal.id", "request.principal.compartment.id", "request.resource.compartment.id",
	"request.user.id", "request.permission", "request.operation", "request.region",
	"target.compartment.id", "target.compartment.name",
	"target.vault.id", "target.key.id", "target.secret.id", "target.secret.name",
	"target.function.id",
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
