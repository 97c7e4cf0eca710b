package policy

import (
	"fmt"
	"strings"
)

// lookup gives a variable's value and whether the request or resource has it.
type lookup func(variable string) (string, bool)

// known reports an error that names a variable which may not be written, and why.
type known func(test *test) error

// check visits every test of the condition; a nil condition is fine.
func (c *condition) check(allowed known) error {
	if c == nil {
		return nil
	}
	for _, member := range c.Members {
		if err := member.check(allowed); err != nil {
			return err
		}
	}
	if c.Test == nil {
		return nil
	}
	if err := c.Test.checkPattern(); err != nil {
		return err
	}
	return allowed(c.Test)
}

// holds evaluates the condition; a nil condition holds.
func (c *condition) holds(value lookup) bool {
	switch {
	case c == nil:
		return true
	case c.Test != nil:
		return c.Test.holds(value)
	case strings.EqualFold(c.Quantifier, "any"):
		for _, member := range c.Members {
			if member.holds(value) {
				return true
			}
		}
		return false
	default:
		for _, member := range c.Members {
			if !member.holds(value) {
				return false
			}
		}
		return true
	}
}

// checkPattern admits the three documented forms, /x*/, /*x/ and /*x*/, and /x/ itself.
func (t *test) checkPattern() error {
	if t.Pattern == nil || !strings.Contains(core(*t.Pattern), "*") {
		return nil
	}
	return fmt.Errorf("pattern /%s/: * is understood at the start and at the end only", *t.Pattern)
}

func (t *test) holds(value lookup) bool {
	actual, present := value(t.Variable)
	if !present || t.Operator == "" {
		return present
	}
	var equal bool
	if t.Pattern != nil {
		equal = matches(*t.Pattern, actual)
	} else {
		equal = strings.EqualFold(*t.Value, actual)
	}
	return equal == (t.Operator == "=")
}

// matches compares without regard to case, as OCI's conditions do.
func matches(pattern, text string) bool {
	pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	open, closed := strings.HasPrefix(pattern, "*"), strings.HasSuffix(pattern, "*")
	switch {
	case open && closed:
		return strings.Contains(text, core(pattern))
	case open:
		return strings.HasSuffix(text, core(pattern))
	case closed:
		return strings.HasPrefix(text, core(pattern))
	default:
		return text == pattern
	}
}

func core(pattern string) string {
	return strings.TrimSuffix(strings.TrimPrefix(pattern, "*"), "*")
}
