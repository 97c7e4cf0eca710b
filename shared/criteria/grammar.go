package criteria

import (
	"encoding/json"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

// Criteria is a parsed query. It matches where any of its alternatives does.
type Criteria struct {
	Any []*Join `parser:"@@ ( 'or':Word @@ )*"`
}

// Join matches where all of its members do.
type Join struct {
	All []*Member `parser:"@@ ( 'and':Word @@ )*"`
}

// Member is a query in parentheses, or a comparison.
type Member struct {
	Nested     *Criteria   `parser:"  '(':Mark @@ ')':Mark"`
	Comparison *Comparison `parser:"| @@"`
}

// Comparison matches where the path leads to the value.
type Comparison struct {
	Path  Path `parser:"@( Path | Quoted )"`
	Value Text `parser:"'eq':Word @Quoted"`
}

// Text is what stands in double quotes.
type Text string

// Capture takes the token, with its quotes.
func (t *Text) Capture(tokens []string) error {
	return json.Unmarshal([]byte(tokens[0]), (*string)(t))
}

// Path leads at least one step into the event.
type Path struct{ pointer.Pointer }

// Capture takes the token, plain or with its quotes.
func (p *Path) Capture(tokens []string) error {
	path := Text(tokens[0])
	if strings.HasPrefix(tokens[0], `"`) {
		if err := path.Capture(tokens); err != nil {
			return err
		}
	}
	var err error
	p.Pointer, err = pointer.Parse(string(path))
	return err
}
