package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Statement is one parsed policy statement. CompartmentID is the OCID of the compartment that its policy is attached to;
// the caller sets it before the statement goes into a Set.
type Statement struct {
	Text          string
	CompartmentID string

	clause      *clause
	permissions []string
}

// ParseStatement reads one statement. An error names the word that is wrong; OCI answers such a CreatePolicy with 400
// InvalidParameter.
func ParseStatement(text string) (*Statement, error) {
	tree, err := parse(statements, "policy statement", text)
	if err != nil {
		return nil, err
	}
	granted, err := tree.Grant.permissions()
	if err == nil {
		err = tree.Where.check(checkVariable)
	}
	if err != nil {
		return nil, fmt.Errorf("policy statement %q: %w", text, err)
	}
	return &Statement{Text: text, clause: tree, permissions: granted}, nil
}

func (g *grant) permissions() ([]string, error) {
	if len(g.Permissions) > 0 {
		return g.listed()
	}
	verb := strings.ToLower(g.Verb)
	if !slices.Contains(verbs, verb) {
		return nil, fmt.Errorf("unknown verb %q: use one of %s", g.Verb, strings.Join(verbs, ", "))
	}
	granted, ok := permissions(verb, strings.ToLower(g.Resource))
	if !ok {
		return nil, fmt.Errorf("unknown resource-type %q: check its spelling against the service's policy reference", g.Resource)
	}
	return granted, nil
}

func (g *grant) listed() ([]string, error) {
	everything, _ := permissions("manage", "all-resources")
	var granted []string
	for _, permission := range g.Permissions {
		permission = strings.ToUpper(permission)
		if !slices.Contains(everything, permission) {
			return nil, fmt.Errorf("unknown permission %q: check its spelling against the service's policy reference", permission)
		}
		granted = append(granted, permission)
	}
	return granted, nil
}

func checkVariable(t *test) error {
	spelling, ok := knownVariable(t.Variable)
	if !ok {
		return fmt.Errorf("unknown variable %q: check its spelling against the service's policy reference", t.Variable)
	}
	if t.Operator == "" {
		return fmt.Errorf("variable %q: compare it with = or !=", t.Variable)
	}
	t.Variable = spelling
	return nil
}

// refusal says why the statement does not allow the request, or "" when it does.
func (s Statement) refusal(request Request, groups []Group) string {
	switch {
	case !slices.Contains(s.permissions, request.Permission):
		return "it does not grant " + request.Permission
	case !s.clause.Subject.includes(request.Principal, groups):
		return "its subject does not include " + request.Principal.String()
	case !s.clause.Location.covers(s.CompartmentID, request):
		return "it does not reach the target's compartment"
	case !s.clause.Where.holds(request.value):
		return "its condition does not hold"
	default:
		return ""
	}
}
