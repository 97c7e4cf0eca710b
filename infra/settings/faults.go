package settings

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a stack's settings.
type Fault struct {
	Key     string // the setting, such as endpoints[0].path
	Problem string // what is wrong with it
	Remedy  string // what to do about it
}

// Faults is everything that is wrong with a stack's settings. It is an error when there is any.
type Faults []Fault

// Error lists the faults, each with its remedy.
func (f Faults) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "the stack's settings have %d fault(s):", len(f))
	for _, fault := range f {
		fmt.Fprintf(&text, "\n  %s %s\n      %s", fault.Key, fault.Problem, fault.Remedy)
	}
	return text.String()
}

// Keys are the settings that have faults, each once, sorted.
func (f Faults) Keys() []string {
	keys := make([]string, len(f))
	for i, fault := range f {
		keys[i] = fault.Key
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// orNil is the faults as an error.
func (f Faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// add notes a fault.
func (f *Faults) add(key, problem, remedy string) {
	*f = append(*f, Fault{Key: key, Problem: problem, Remedy: remedy})
}

// set is the command that sets a setting or a member of one, as a remedy.
func set(key, example string) string { return "pulumi config set " + path(key) + " " + example }

// setSecret is the command that sets a setting or a member of one to a secret that is then typed in.
func setSecret(key string) string { return "pulumi config set --secret " + path(key) }

// remove is the command that takes a setting or a member of one away.
func remove(key string) string { return "pulumi config rm " + path(key) }

// path is how a command names a setting, or a member of one.
func path(key string) string {
	switch {
	case strings.Contains(key, "["): // which a shell would take for itself
		return "--path '" + key + "'"
	case strings.Contains(key, "."):
		return "--path " + key
	}
	return key
}
