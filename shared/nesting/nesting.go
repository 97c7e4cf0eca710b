// Package nesting bounds the recursion of parsers whose grammar has parentheses.
package nesting

import (
	"fmt"
	"regexp"
	"strings"
)

// Check returns an error if parentheses are nested deeper than max. It is for before a parser runs. What matches quoted, the
// grammar's texts, is blanked, so that it counts neither for nor against a text.
func Check(text string, quoted *regexp.Regexp, max int) error {
	depth := 0
	for i, c := range quoted.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) }) {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth > max {
			return fmt.Errorf("byte %d: found parentheses nested deeper than %d", i+1, max)
		}
	}
	return nil
}
