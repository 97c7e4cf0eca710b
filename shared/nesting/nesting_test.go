package nesting_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/nesting"
)

func TestCheck(t *testing.T) {
	quoted := regexp.MustCompile(`"[^"]*"`)
	for text, want := range map[string]string{
		"":                                "",
		"((a) or (b))":                    "",
		"(a)" + strings.Repeat("(b)", 9):  "",
		`("(((" or ")))")`:                "",
		`(")))" or ((a)))`:                "byte 12: found parentheses nested deeper than 2",
		"(((a)))":                         "byte 3: found parentheses nested deeper than 2",
		strings.Repeat("(", 1<<20) + "ü)": "byte 3: found parentheses nested deeper than 2",
	} {
		got := ""
		if err := nesting.Check(text, quoted, 2); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%.30s: %q, want %q", text, got, want)
		}
	}
}
