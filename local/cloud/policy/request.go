package policy

import "strings"

// Principal is who asks.
type Principal struct {
	Type          string // "fnfunc", "ApiGateway", "user", "service"; compared without regard to case
	ID            string // OCID; a service's name
	CompartmentID string
	TenancyID     string
	Tags          map[string]string // defined tags by "namespace.key"; free-form tags cannot be used in rules
}

func (p Principal) String() string { return strings.TrimSpace(p.Type + " " + p.ID) }

// Request is one permission asked for on one target.
type Request struct {
	Principal  Principal
	Permission string // for example "FN_INVOCATION" or "SECRET_BUNDLE_READ"

	// Target holds further variables by name, for example "target.secret.id" or "request.operation". What follows from
	// the other fields need not be repeated.
	Target map[string]string

	CompartmentPath  []string          // OCIDs: the target's compartment, its parent, … the tenancy
	CompartmentNames map[string]string // name by OCID; needed only for `in compartment <name>` and target.compartment.name
}

// value is the lookup of conditions: what the caller says comes first, then what the request itself tells.
func (r Request) value(variable string) (string, bool) {
	if value, ok := r.Target[variable]; ok {
		return value, true
	}
	value := r.derived(variable)
	return value, value != ""
}

func (r Request) derived(variable string) string {
	switch variable {
	case "request.principal.type":
		return r.Principal.Type
	case "request.principal.id":
		return r.Principal.ID
	case "request.principal.compartment.id", "request.resource.compartment.id":
		return r.Principal.CompartmentID
	case "request.permission":
		return r.Permission
	case "request.user.id":
		if r.Principal.Type == "user" {
			return r.Principal.ID
		}
	case "target.compartment.id":
		if len(r.CompartmentPath) > 0 {
			return r.CompartmentPath[0]
		}
	case "target.compartment.name":
		if len(r.CompartmentPath) > 0 {
			return r.CompartmentNames[r.CompartmentPath[0]]
		}
	}
	return ""
}

// named says whether the compartment at this place of the path has the name.
func (r Request) named(at int, name string) bool {
	actual, ok := r.CompartmentNames[r.CompartmentPath[at]]
	return ok && strings.EqualFold(actual, name)
}
