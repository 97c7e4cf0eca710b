package tmf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/cxbridge/cxbridge/shared/plain"
)

// Fact is something that an event says of its entity, for people.
type Fact struct{ Label, Value string }

// Caps of what is told of an entity.
const (
	maxValue = 500 // characters of a value
	maxItems = 10  // values of a list
	maxFacts = 60
)

// fact is where a fact stands in an entity, and how it is written. Of several places, which have blanks between them, the first
// that has something counts.
type fact struct {
	label string
	at    string
	write func(value any) string // for each item of a list
}

// envelopeFacts are those that do not depend on the entity.
var envelopeFacts = []fact{
	{"Information required", "event/informationRequired", required},
	{"Event", "title", line},
	{"Domain", "domain", line},
	{"Correlation", "correlationId", line},
	{"Reported by", "reportingSystem source", reference},
}

// describe returns the facts of an entity, and of the event.
func (k kind) describe(id string, body map[string]any, e *Event) []Fact {
	facts := []Fact{{k.label, plain.Cut(id, maxValue)}}
	if k.facts == nil {
		facts = append(facts, members(body)...)
	}
	for _, f := range k.facts {
		facts = append(facts, f.read(body)...)
	}
	facts = facts[:min(len(facts), maxFacts)]
	for _, f := range envelopeFacts {
		facts = append(facts, f.read(e.Document)...)
	}
	return facts
}

// read returns a fact for each value that there is.
func (f fact) read(document any) []Fact {
	var facts []Fact
	for place := range strings.SplitSeq(f.at, " ") {
		values := list(dig(document, place))
		if before := len(values) - maxItems; before > 0 {
			facts = append(facts, Fact{f.label, fmt.Sprintf("%d that are not shown", before)})
			values = values[before:] // notes and alerts are added at the end
		}
		for _, value := range values {
			if text := f.write(value); text != "" {
				facts = append(facts, Fact{f.label, plain.Cut(text, maxValue)})
			}
		}
		if len(facts) > 0 {
			break
		}
	}
	return facts
}

// members are the facts of an entity of which nothing is known: what it has of texts, numbers and truth values, by name.
func members(body map[string]any) []Fact {
	var facts []Fact
	for _, name := range slices.Sorted(maps.Keys(body)) {
		switch name {
		case "id", "href", "name", "description", "state", "status": // told elsewhere
			continue
		}
		label, text := words(name), line(body[name])
		if label != "" && text != "" && !strings.HasPrefix(name, "@") {
			facts = append(facts, Fact{label, plain.Cut(text, maxValue)})
		}
	}
	return facts
}

// words writes a member's name for people: "Family name" for familyName.
func words(name string) string {
	var b strings.Builder
	for i, c := range plain.ShortName(name) {
		switch {
		case i == 0:
			b.WriteRune(unicode.ToUpper(c))
		case unicode.IsUpper(c):
			b.WriteRune(' ')
			b.WriteRune(unicode.ToLower(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// line writes a text, number or truth value; times as people read them.
func line(value any) string {
	text := lineOf(value)
	if t, ok := parseTime(text); ok {
		return strings.TrimSuffix(plain.Time(t), " 00:00:00 UTC")
	}
	return text
}

// money writes an amount: 64.9 EUR.
func money(value any) string {
	return join(" ", line(dig(value, "value")), line(dig(value, "unit")))
}

// reference writes what an entity refers to: its name and id, and what it is to it.
func reference(value any) string {
	for _, wrapper := range []string{"partyOrPartyRole", "entity", "channel"} { // version 5
		if inner := dig(value, wrapper); inner != nil {
			return annotate(reference(inner), line(dig(value, "role")))
		}
	}
	id, name := line(dig(value, "id")), cmp.Or(line(dig(value, "name")), line(dig(value, "partyName")))
	text := cmp.Or(name, id)
	switch {
	case name != "" && id != "":
		text += " (" + id + ")"
	case text != "":
		text = join(" ", line(dig(value, "@referredType")), text)
	}
	return annotate(text, line(dig(value, "role")))
}

// annotate adds what is known of something besides.
func annotate(text, remark string) string { return join(", ", text, remark) }

// join joins what is not empty.
func join(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), separator)
}
