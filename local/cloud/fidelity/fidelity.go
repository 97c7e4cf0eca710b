package fidelity

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Switches holds every assumption of the local cloud. A new one is a field in
// one of the groups and a line in that group's table.
type Switches struct {
	Gateway
	Tokens
	Functions
	ControlPlane
	Artifacts
	Limits
	Monitoring
	Notifications
	NoSQL
}

// Switch describes one assumption to people.
type Switch struct {
	Name       string // the field of Switches
	Default    string // as Set reads it
	Assumption string // what the default takes for true
	Source     string // what is known about it, and where from
}

// entry binds a description to the field it speaks of.
type entry struct {
	Switch
	field func(*Switches) any
}

func entries() []entry {
	return slices.Concat(gatewayEntries(), tokenEntries(), functionEntries(), controlPlaneEntries(), artifactsEntries(), limitEntries(), monitoringEntries(), notificationEntries(), nosqlEntries())
}

// Defaults are the assumptions the local cloud makes unless told otherwise.
func Defaults() Switches {
	var s Switches
	for _, e := range entries() {
		if err := assign(e.field(&s), e.Default); err != nil {
			panic(fmt.Sprintf("fidelity: default of %s: %v", e.Name, err))
		}
	}
	return s
}

// List names every switch, for the fidelity page.
func List() []Switch {
	all := entries()
	list := make([]Switch, len(all))
	for i, e := range all {
		list[i] = e.Switch
	}
	return list
}

// Set changes the switch called name to value, written as in Switch.Default:
// true or false, a number, a text, or a duration such as 30s. An unknown name and a
// value that cannot be read are errors and change nothing.
func (s *Switches) Set(name, value string) error {
	for _, e := range entries() {
		if e.Name == name {
			if err := assign(e.field(s), value); err != nil {
				return fmt.Errorf("fidelity switch %s: %w", name, err)
			}
			return nil
		}
	}
	return fmt.Errorf("fidelity switch %s does not exist", name)
}

// Get is the current value of the switch called name, as Set reads it.
func (s Switches) Get(name string) (value string, ok bool) {
	for _, e := range entries() {
		if e.Name == name {
			return render(e.field(&s)), true
		}
	}
	return "", false
}

func assign(field any, value string) error {
	switch f := field.(type) {
	case *bool:
		v, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		*f = v
	case *int:
		v, err := strconv.Atoi(value)
		if err != nil || v < 0 {
			return fmt.Errorf("%q is not a number from 0 up", value)
		}
		*f = v
	case *string:
		if value == "" {
			return errors.New("its value is empty")
		}
		*f = value
	case *time.Duration:
		v, err := time.ParseDuration(value)
		if err != nil || v < 0 {
			return fmt.Errorf("%q is not a duration such as 30s", value)
		}
		*f = v
	default:
		return fmt.Errorf("a field of type %T cannot be switched", field)
	}
	return nil
}

func render(field any) string {
	switch f := field.(type) {
	case *bool:
		return strconv.FormatBool(*f)
	case *int:
		return strconv.Itoa(*f)
	case *string:
		return *f
	case *time.Duration:
		return f.String()
	}
	return ""
}
