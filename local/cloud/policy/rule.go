package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is the parsed matching rule of a dynamic group.
type Rule struct {
	Text      string
	condition *condition
}

// Group is a dynamic group; statements refer to it by name or OCID.
type Group struct {
	ID   string
	Name string
	Rule *Rule
}

func (g Group) is(n *name) bool {
	if n.OCID != "" {
		return n.OCID == g.ID
	}
	return strings.EqualFold(n.last(), g.Name)
}

// resourceVariables are those of any resource, then those of compute instances ("Writing Matching Rules to Define Dynamic
// Groups"). Tags come on top: tag.<namespace>.<key>.value.
var resourceVariables = []string{"resource.type", "resource.id", "resource.compartment.id", "instance.id", "instance.compartment.id"}

// ParseRule reads a matching rule. An error names the word that is wrong; OCI answers such a CreateDynamicGroup with 400
// InvalidParameter.
func ParseRule(text string) (*Rule, error) {
	tree, err := parse(rules, "matching rule", text)
	if err == nil {
		if err = tree.check(checkResourceVariable); err != nil {
			err = fmt.Errorf("matching rule %q: %w", text, err)
		}
	}
	if err != nil {
		return nil, err
	}
	return &Rule{Text: text, condition: tree}, nil
}

func checkResourceVariable(t *test) error {
	lower := strings.ToLower(t.Variable)
	_, isTag := tagOf(t.Variable)
	switch {
	case !isTag && !slices.Contains(resourceVariables, lower):
		return fmt.Errorf("unknown variable %q: use one of %s or tag.<namespace>.<key>.value",
			t.Variable, strings.Join(resourceVariables, ", "))
	case !isTag && t.Operator == "":
		return fmt.Errorf("variable %q: compare it with = or !=", t.Variable)
	case !isTag:
		t.Variable = lower
	}
	return nil
}

// tagOf takes "namespace.key" out of tag.<namespace>.<key>.value. Namespaces hold no dot, keys may.
func tagOf(variable string) (string, bool) {
	inner, isTag := strings.CutPrefix(variable, "tag.")
	inner, hasEnd := strings.CutSuffix(inner, ".value")
	namespace, key, hasKey := strings.Cut(inner, ".")
	return inner, isTag && hasEnd && hasKey && namespace != "" && key != ""
}

// Matches says whether the principal is a resource that belongs to the group. Users and services never do.
func (r *Rule) Matches(principal Principal) bool {
	if principal.Type == "user" || principal.Type == "service" {
		return false
	}
	return r.condition.holds(principal.resourceValue)
}

func (p Principal) resourceValue(variable string) (string, bool) {
	if tag, ok := tagOf(variable); ok {
		value, present := p.Tags[tag]
		return value, present
	}
	if strings.HasPrefix(variable, "instance.") && p.Type != "instance" {
		return "", false
	}
	switch variable {
	case "resource.type":
		return p.Type, true
	case "resource.id", "instance.id":
		return p.ID, true
	default:
		return p.CompartmentID, true
	}
}
