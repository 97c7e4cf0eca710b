package incidents

import (
	"fmt"
	"strings"
)

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
