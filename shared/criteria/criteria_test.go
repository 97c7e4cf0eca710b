package criteria_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/criteria"
)

// guide is the query of the Implementation Guide's payload.
const guide = `(/eventType eq "/event/TaxEvent3" or /eventType eq "/event/TaxEvent1" and "/event/TaxEvent3/familyName" eq "abc")`

// canonical are queries and how they are printed.
var canonical = map[string]string{
	guide:                                `(/eventType eq "/event/TaxEvent3" or /eventType eq "/event/TaxEvent1" and /event/TaxEvent3/familyName eq "abc")`,
	`/a eq "x"`:                          `/a eq "x"`,
	"\n/a\teq\r\n\"x\" ":                 `/a eq "x"`,
	`/a eq"x"and/b eq"y"or(/c eq"z")`:    `/a eq "x" and /b eq "y" or (/c eq "z")`,
	`"/a b/(c)" eq "d"`:                  `"/a b/(c)" eq "d"`,
	`"/\u0061" eq "\u0022\\\/\n\u00e9<"`: `/a eq "\"\\/\né<"`,
	`/ eq ""`:                            `/ eq ""`,
	`/and eq "and" and /or eq "or" or "/eq" eq "eq"`: `/and eq "and" and /or eq "or" or /eq eq "eq"`,
	`/a~0b~1c/0 eq "(("`:                             `/a~0b~1c/0 eq "(("`,
	`/a/@type eq "` + strings.Repeat(`(`, 100) + `"`: `/a/@type eq "` + strings.Repeat(`(`, 100) + `"`,
	strings.Repeat(`(`, criteria.MaxDepth) + `/a eq "x"` + strings.Repeat(`)`, criteria.MaxDepth): strings.Repeat(`(`, criteria.MaxDepth) + `/a eq "x"` + strings.Repeat(`)`, criteria.MaxDepth),
}

func TestParse(t *testing.T) {
	for text, want := range canonical {
		query, err := criteria.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := query.String(); got != want {
			t.Errorf("%s: printed as\n%s, want\n%s", text, got, want)
		}
		again, err := criteria.Parse(want)
		if err != nil {
			t.Errorf("what was printed is refused: %v", err)
		} else if !reflect.DeepEqual(query, again) {
			t.Errorf("%s: printing changed it to %s", text, again)
		}
	}
}

func TestRefused(t *testing.T) {
	long := strings.Repeat("x", 1000)
	tests := []struct{ text, want string }{
		{"", `1:1: found the end, expected a comparison such as /eventType eq "TroubleTicketCreateEvent", or (`},
		{" \n ", `2:2: found the end, expected a comparison`},
		{`a eq "x"`, `1:1: found "a", expected a comparison`},
		{`eventType eq "x"`, `1:1: found "eventType", expected a comparison`},
		{`/a`, `1:3: found the end, expected eq`},
		{`/a ne "x"`, `1:4: found "ne", expected eq, the only operator`},
		{`/a EQ "x"`, `1:4: found "EQ", expected eq`},
		{`/a = "x"`, `1:4: found "=", expected eq`},
		{`/a "eq" "x"`, `1:4: found "\"eq\"", expected eq`},
		{`/a eq`, `1:6: found the end, expected a value in double quotes`},
		{`/a eq x`, `1:7: found "x", expected a value in double quotes`},
		{`/a eq 5`, `1:7: found "5", expected a value in double quotes`},
		{`/a eq 'x'`, `1:7: found "'", expected a value in double quotes`},
		{`/a eq /b`, `1:7: found "/b", expected a value in double quotes`},
		{`/a eq "x`, `1:7: found a quote that begins no text`},
		{`/a eq "\x"`, `1:7: found a quote that begins no text`},
		{"/a eq \"x\ny\"", `1:7: found a quote that begins no text`},
		{`/a eq "x" or`, `1:13: found the end, expected a comparison`},
		{`/a eq "x" and )`, `1:15: found ")", expected a comparison`},
		{`/a eq "x" /b eq "y"`, `1:11: found "/b", expected and, or, or the end`},
		{`/a eq "x" OR /b eq "y"`, `1:11: found "OR", expected and, or, or the end`},
		{`/a eq "x")`, `1:10: found ")", expected and, or, or the end`},
		{`(/a eq "x"`, `1:11: found the end, expected and, or, or )`},
		{`()`, `1:2: found ")", expected a comparison`},
		{`not (/a eq "x")`, `1:1: found "not", expected a comparison`},
		{`/b eq "y" or "a" eq "x"`, `1:14: found "a", expected a path that begins with /`},
		{`"" eq "x"`, `1:1: found "", expected a path that begins with /`},
		{`/a~2 eq "x"`, `1:1: found a path with ~, expected ~0 (for ~) or ~1 (for /) there`},
		{"/a eq \"\xff\"", `found bytes that are not UTF-8`},
		{strings.Repeat("(", criteria.MaxDepth+1), `byte 33: found parentheses nested deeper than 32`},
		{strings.Repeat(" ", criteria.MaxSize+1), `found 8193 bytes, expected at most 8192`},
		{"/a " + long, `1:4: found "` + long[:40] + `", expected eq`},
		{`"` + long + `" eq "x"`, `1:1: found "` + long[:40] + `", expected a path`},
	}
	for _, test := range tests {
		query, err := criteria.Parse(test.text)
		if err == nil {
			t.Errorf("%.80s: read as %s", test.text, query)
		} else if !strings.HasPrefix(err.Error(), "query: "+test.want) {
			t.Errorf("%.80s: %v, want %s", test.text, err, test.want)
		} else if len(err.Error()) > 300 {
			t.Errorf("%.80s: the error quotes too much: %v", test.text, err)
		}
	}
}

const event = `{"eventType":"TroubleTicketCreateEvent","priority":"2","domain":null,
	"event":{"troubleTicket":{"severity":"Major","name":"Line \"drops\"","count":12,"share":0.5,"large":1e21,"open":true,"a/b":"c","d~e":"f","":"nothing",
	"note":[{"text":"first"},{"text":"second"}],"x":"/event/y"}}}`

func TestMatches(t *testing.T) {
	tests := map[string]bool{
		`/eventType eq "TroubleTicketCreateEvent"`:                                           true,
		`/eventType eq "/event/TroubleTicketCreateEvent"`:                                    true,
		`/eventType eq "troubleTicketCreateEvent"`:                                           false,
		`/eventType eq "TroubleTicketCreateEvent "`:                                          false,
		`"/event/troubleTicket/severity" eq "Major"`:                                         true,
		`/event/troubleTicket/severity eq "/event/Major"`:                                    false,
		`/event/troubleTicket/x eq "y"`:                                                      false,
		`/event/troubleTicket/name eq "Line \"drops\""`:                                      true,
		`/event/troubleTicket/count eq "12"`:                                                 true,
		`/event/troubleTicket/count eq "12.0"`:                                               false,
		`/event/troubleTicket/share eq "0.5"`:                                                true,
		`/event/troubleTicket/open eq "true"`:                                                true,
		`/event/troubleTicket/a~1b eq "c" and /event/troubleTicket/d~0e eq "f"`:              true,
		`/event/troubleTicket/ eq "nothing"`:                                                 true,
		`/event/troubleTicket/note/1/text eq "second"`:                                       true,
		`/event/troubleTicket/note/2/text eq "second"`:                                       false,
		`/event/troubleTicket/note/-/text eq "second"`:                                       false,
		`/event/troubleTicket/note/text eq "second"`:                                         false,
		`/event/troubleTicket/severity/deeper eq "Major"`:                                    false,
		`/event/troubleTicket/note eq ""`:                                                    false,
		`/event eq "{}"`:                                                                     false,
		`/domain eq ""`:                                                                      false,
		`/domain eq "null"`:                                                                  false,
		`/domain/x eq "null"`:                                                                false,
		`/missing eq ""`:                                                                     false,
		`/priority eq "2" or /missing eq "x" and /missing eq "y"`:                            true, // and binds tighter
		`(/priority eq "2" or /missing eq "x") and /missing eq "y"`:                          false,
		`/missing eq "x" and /missing eq "y" or /priority eq "2"`:                            true,
		`/priority eq "2" and (/missing eq "y" or /event/troubleTicket/severity eq "Major")`: true,
	}
	var plain, numbers any
	if err := json.Unmarshal([]byte(event), &plain); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(event))
	decoder.UseNumber()
	if err := decoder.Decode(&numbers); err != nil {
		t.Fatal(err)
	}
	for text, want := range tests {
		query, err := criteria.Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := query.Matches(plain); got != want {
			t.Errorf("%s: %v", text, got)
		}
		if got := query.Matches(numbers); got != want {
			t.Errorf("%s, with numbers as they were written: %v", text, got)
		}
	}
	query, _ := criteria.Parse(`/a eq "x"`)
	for _, other := range []any{nil, "x", 1.0, true, []any{}, map[string]any{}} {
		if query.Matches(other) {
			t.Errorf("%s matches %v", query, other)
		}
	}
}

// TestGuide matches events as the guide's query means them.
func TestGuide(t *testing.T) {
	payload, err := os.ReadFile("testdata/guide.json")
	if err != nil {
		t.Fatal(err)
	}
	var registration struct {
		APIs []struct{ Query string } `json:"affiliated-apis"`
	}
	if err := json.Unmarshal(payload, &registration); err != nil {
		t.Fatal(err)
	}
	if registration.APIs[0].Query != guide {
		t.Fatalf("the guide's query is %s", registration.APIs[0].Query)
	}
	query, err := criteria.Parse(guide)
	if err != nil {
		t.Fatal(err)
	}
	for event, want := range map[string]bool{
		`{"eventType":"/event/TaxEvent3"}`:                                     true,
		`{"eventType":"TaxEvent3"}`:                                            true,
		`{"eventType":"TaxEvent1"}`:                                            false,
		`{"eventType":"TaxEvent1","event":{"TaxEvent3":{"familyName":"abc"}}}`: true,
		`{"eventType":"TaxEvent1","event":{"TaxEvent3":{"familyName":"abd"}}}`: false,
		`{"eventType":"TaxEvent2","event":{"TaxEvent3":{"familyName":"abc"}}}`: false,
	} {
		var document any
		if err := json.Unmarshal([]byte(event), &document); err != nil {
			t.Fatal(err)
		}
		if got := query.Matches(document); got != want {
			t.Errorf("%s: %v", event, got)
		}
	}
}

// FuzzParse wants that nothing panics, that errors stay short, that a query which was read is printed as one that reads the
// same, and that matching agrees.
func FuzzParse(f *testing.F) {
	for text := range canonical {
		f.Add(text)
	}
	for _, text := range []string{`/a ne "x"`, `((((`, `"`, `/a eq "\`, "\xff", `/eventType eq "TroubleTicketCreateEvent"`, "/a eq \"\u2028\""} {
		f.Add(text)
	}
	var document any
	if err := json.Unmarshal([]byte(event), &document); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		query, err := criteria.Parse(text)
		if err != nil {
			if len(err.Error()) > 600 {
				t.Fatalf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		printed := query.String()
		if len(printed) > criteria.MaxSize {
			return
		}
		again, err := criteria.Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which is refused: %v", text, printed, err)
		}
		if !reflect.DeepEqual(query, again) { // cmp.Diff takes time exponential in the depth
			t.Fatalf("%q is printed as %q, which reads differently", text, printed)
		}
		if query.Matches(document) != again.Matches(document) {
			t.Fatalf("%q and %q match differently", text, printed)
		}
	})
}
