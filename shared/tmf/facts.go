package tmf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/cxbridge/cxbridge/shared/plain"
)

// Fact is something that an event says of its entity, for people.
type Fact struct{ Label, Value string }

// Caps of what is told of an entity.
const (
	maxValue = 500 // characters of a value
	maxItems = 10  // values of a list
	maxFacts = 60  // of the entity; a few of the customer and the event come besides
)

// fact is where a fact stands in an entity, and how it is written. Of several places, which have blanks between them, the first
// that has something counts.
type fact struct {
	label string
	at    string
	write func(value any) string // for each item of a list
}

// What events say besides of their entities: first what they are about, in the form of version 5 and of version 4, and at last who
// sent them.
var (
	wanted    = fact{"Information required", "event/informationRequired", required}
	concerned = fact{"Field concerned", "fieldPath", line}
	reporter  = fact{"Reported by", "reportingSystem source", reference}
)

// describe returns the facts of an entity, of the customer, and of the event.
func (k kind) describe(id string, body map[string]any, e *Event, customer reach) []Fact {
	facts := []Fact{{k.label, plain.Cut(id, maxValue)}}
	facts = append(facts, wanted.read(e.Document)...)
	facts = append(facts, concerned.read(e.Document)...)
	if k.facts == nil {
		facts = append(facts, members(body)...)
	}
	for _, f := range k.facts {
		facts = append(facts, f.read(body)...)
	}
	facts = facts[:min(len(facts), maxFacts)]
	for _, number := range customer.phones {
		facts = append(facts, Fact{"Phone", number})
	}
	for _, address := range customer.emails {
		facts = append(facts, Fact{"E-mail", address})
	}
	for _, f := range []Fact{{"Event", e.Title}, {"Domain", e.Domain}, {"Correlation", e.CorrelationID}} {
		if f.Value != "" {
			facts = append(facts, Fact{f.Label, plain.Cut(f.Value, maxValue)})
		}
	}
	return append(facts, reporter.read(e.Document)...)
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

// line writes a text, number or truth value; times as people read them, and the beginning of a day as the day that it is where the
// publisher is.
func line(value any) string {
	text := lineOf(value)
	t, ok := parseTime(text)
	switch {
	case !ok:
		return text
	case t.Format(time.TimeOnly) == "00:00:00":
		return t.Format(time.DateOnly)
	}
	return plain.Time(t)
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
