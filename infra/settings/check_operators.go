package settings

import (
	"fmt"
	"net/mail"
	"strings"
)

// checkOperators checks who is told when the stack itself fails.
func (c *checker) checkOperators() {
	seen := map[string]bool{}
	for i, text := range c.OperatorEmails {
		key := fmt.Sprintf("operatorEmails[%d]", i)
		if address, err := mail.ParseAddress(text); err != nil || address.Address != text {
			c.add(key, problem(text, "is no e-mail address alone"),
				set(key, "operators@example.com")+", or "+remove(key))
		} else if folded := strings.ToLower(text); seen[folded] {
			c.add(key, "repeats "+text, remove(key))
		} else {
			seen[folded] = true
		}
	}
}
