package incidents

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// maxName caps a name in characters.
const maxName = 100

// Rule is the line below what is for people.
const Rule = "----------------------------------------"

// Text is a thread being written.
type Text struct{ strings.Builder }

// Line writes a line.
func (t *Text) Line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// Field writes a named value, if there is one.
func (t *Text) Field(name, value string) {
	if value != "" {
		t.Line("%s: %s", name, value)
	}
}

// End returns the text with its source below a line: the message itself, or what else tells it from all others. It is by this
// that a thread is known again, as what stands above may be put otherwise when the same message comes another time.
func (t *Text) End(source string) string {
	t.Line("\n%s", Rule)
	t.WriteString(source)
	return t.String()
}

// Time writes a time for people.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// ShortName is a name as it is kept and shown: a line of at most 100 characters.
func ShortName(name string) string {
	if characters := []rune(Inline(name)); len(characters) > maxName {
		return string(characters[:maxName-1]) + "…"
	}
	return Inline(name)
}

// Inline returns text as a single line.
func Inline(text string) string { return strings.Join(strings.Fields(Readable(text)), " ") }

// Readable returns text without what nobody can read.
func Readable(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, text))
}
