package policy

import (
	"fmt"
	"strings"
)

// Set is the policies and dynamic groups in force. It never changes, so it may be shared; build a new one when a policy or
// group changes. Without a statement that allows it, everything is refused.
type Set struct {
	statements []Statement
	groups     []Group
}

// NewSet takes parsed statements, each with its policy's compartment, and the dynamic groups they may name. A statement
// that names a group which is not there matches nobody.
func NewSet(statements []Statement, groups []Group) *Set {
	return &Set{statements: statements, groups: groups}
}

// Allows says whether at least one statement allows the request.
func (s *Set) Allows(request Request) bool {
	_, allowed := s.allowing(request)
	return allowed
}

// Explain says which statement allowed the request, or, one line each, why none did.
func (s *Set) Explain(request Request) string {
	if statement, allowed := s.allowing(request); allowed {
		return fmt.Sprintf("allowed by %q", statement.Text)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "no statement allows %s to %s", request.Permission, request.Principal)
	for _, statement := range s.statements {
		fmt.Fprintf(&text, "\n  %q: %s", statement.Text, statement.refusal(request, s.groups))
	}
	return text.String()
}

func (s *Set) allowing(request Request) (Statement, bool) {
	for _, statement := range s.statements {
		if statement.refusal(request, s.groups) == "" {
			return statement, true
		}
	}
	return Statement{}, false
}
