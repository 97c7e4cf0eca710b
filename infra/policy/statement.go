package policy

import (
	"fmt"
	"regexp"
	"strings"
)

// Statement is a statement of a policy, taken to pieces. Only what package access writes can be taken to pieces, which is
// far less than IAM's language; see IAM, "Policy syntax".
type Statement struct {
	Subject     string // any-user, or dynamic-group and its name
	Verb        string
	Resource    string // a type of resources, or a family
	Compartment string // OCID
	Where       Condition
}

// Condition is what must hold: all of some comparisons, or any of them. It is the rule of a dynamic group, too.
type Condition struct {
	All   bool
	Terms []Term
}

// Term compares a variable with a text.
type Term struct{ Variable, Value string }

var (
	statementForm = regexp.MustCompile(
		`^Allow (any-user|dynamic-group [A-Za-z0-9_.-]+) to (inspect|read|use|manage) ([a-z-]+) in compartment id ([A-Za-z0-9._-]+) where (.+)$`)
	conditionForm = regexp.MustCompile(`^(ALL|ANY) \{([^{}]+)\}$`)
	termForm      = regexp.MustCompile(`^([a-z.-]+) = '([^',{}]+)'$`)
)

// ParseStatement takes a statement to pieces.
func ParseStatement(text string) (Statement, error) {
	parts := statementForm.FindStringSubmatch(text)
	if parts == nil {
		return Statement{}, fmt.Errorf("is of no known form: %s", text)
	}
	where, err := ParseCondition(parts[5])
	return Statement{Subject: parts[1], Verb: parts[2], Resource: parts[3], Compartment: parts[4], Where: where}, err
}

// ParseCondition takes a condition to pieces.
func ParseCondition(text string) (Condition, error) {
	parts := conditionForm.FindStringSubmatch(text)
	if parts == nil {
		return Condition{}, fmt.Errorf("has a condition of no known form: %s", text)
	}
	condition := Condition{All: parts[1] == "ALL"}
	for _, text := range strings.Split(parts[2], ", ") {
		term := termForm.FindStringSubmatch(text)
		if term == nil {
			return Condition{}, fmt.Errorf("has a condition of no known form: %s", text)
		}
		condition.Terms = append(condition.Terms, Term{Variable: term[1], Value: term[2]})
	}
	return condition, nil
}

func (s Statement) String() string {
	return fmt.Sprintf("Allow %s to %s %s in compartment id %s where %s", s.Subject, s.Verb, s.Resource, s.Compartment, s.Where)
}

func (c Condition) String() string {
	kind, terms := "ANY", make([]string, len(c.Terms))
	if c.All {
		kind = "ALL"
	}
	for i, term := range c.Terms {
		terms[i] = fmt.Sprintf("%s = '%s'", term.Variable, term.Value)
	}
	return kind + " {" + strings.Join(terms, ", ") + "}"
}

// ocid is how an OCID begins. OCI, "Resource Identifiers": ocid1.<type>.<realm>.…
var ocid = regexp.MustCompile(`^ocid1\.[a-z0-9]+\.`)

// isAnyOf says whether the condition is that a variable is one of some OCIDs.
func (c Condition) isAnyOf(variable string) bool {
	for _, term := range c.Terms {
		if term.Variable != variable || !ocid.MatchString(term.Value) {
			return false
		}
	}
	return !c.All
}
