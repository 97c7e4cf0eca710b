package sweep

import "time"

// The tags by which things are found; package infra/names gives them.
const (
	projectTag = "project"
	stackTag   = "stack"
	ownerTag   = "owner"
	expiresTag = "expires"
)

// A Match tells by a thing's free-form tags whether it is to be deleted.
type Match func(tags map[string]string) bool

// Stack matches a test stack's things. Those of another owner are another's: stacks of
// one name in two backends can share a compartment.
func Stack(project, stack, owner string) Match {
	return func(tags map[string]string) bool {
		return tags[projectTag] == project && tags[stackTag] == stack && tags[ownerTag] == owner && tags[expiresTag] != ""
	}
}

// Expired matches the things of all of a project's test stacks whose time is over.
func Expired(project string, now time.Time) Match {
	return func(tags map[string]string) bool {
		expires, err := time.Parse(time.RFC3339, tags[expiresTag])
		return err == nil && tags[projectTag] == project && expires.Before(now)
	}
}
