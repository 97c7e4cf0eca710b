package policy

import (
	"slices"
	"strings"
)

// includes says whether the principal is meant. Groups of users are not modelled and include nobody.
func (s *subject) includes(principal Principal, groups []Group) bool {
	switch {
	case strings.EqualFold(s.Anyone, "any-user"):
		return true
	case strings.EqualFold(s.Anyone, "any-group"):
		return principal.Type != "service"
	case strings.EqualFold(s.Kind, "service"):
		return principal.Type == "service" && slices.ContainsFunc(s.Names, func(n *name) bool {
			return strings.EqualFold(n.last(), principal.ID)
		})
	case strings.EqualFold(s.Kind, "dynamic-group"):
		return slices.ContainsFunc(groups, func(group Group) bool {
			return slices.ContainsFunc(s.Names, group.is) && group.Rule.Matches(principal)
		})
	default:
		return false
	}
}

// last is the name without the identity domain: the local tenancy has only the default one.
func (n *name) last() string {
	if n.Last != "" {
		return n.Last
	}
	return n.First
}

// covers says whether the location, seen from the compartment that the policy is attached to, holds the target.
func (l *location) covers(attached string, request Request) bool {
	at := slices.Index(request.CompartmentPath, attached)
	if at < 0 {
		return false
	}
	switch {
	case l.Tenancy:
		return at == len(request.CompartmentPath)-1
	case l.OCID != "":
		return slices.Contains(request.CompartmentPath[:at+1], l.OCID)
	default:
		return l.coversByName(at, request)
	}
}

// coversByName follows `A:B` down from the attached compartment, whose own name is accepted alone (Locations page).
func (l *location) coversByName(at int, request Request) bool {
	path := strings.Split(l.Path, ":")
	if len(path) == 1 && request.named(at, path[0]) {
		return true
	}
	for _, step := range path {
		at--
		if at < 0 || !request.named(at, step) {
			return false
		}
	}
	return true
}
