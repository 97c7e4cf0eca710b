// Package remedy makes of advice a command that can be given as it stands.
package remedy

import (
	"regexp"
	"strings"
)

// config is a command that changes the configuration of the stack that is selected.
var config = regexp.MustCompile(`\bpulumi config (set|rm) `)

// On names the stack in the commands that change a stack's configuration: whoever looks at
// one stack may have selected another.
func On(stack, text string) string {
	return config.ReplaceAllString(text, "${0}-s "+strings.ReplaceAll(stack, "$", "$$")+" ")
}

// OfPulumi is what to do about what the CLI said; empty when that is not known.
func OfPulumi(stack, said string) string {
	for _, known := range []struct{ said, remedy string }{
		{"no stack named", "pulumi stack init " + stack + " makes it, and pulumi stack ls lists those of this backend"},
		{"passphrase", "set PULUMI_CONFIG_PASSPHRASE to the passphrase that the stack's secrets are encrypted with"},
		{"PULUMI_ACCESS_TOKEN", "pulumi login, or set PULUMI_BACKEND_URL to where the stacks' state is kept"},
	} {
		if strings.Contains(said, known.said) {
			return known.remedy
		}
	}
	return ""
}
