package lifecycle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// minute is one minute's observations: A+ is true, A- is clear, what is not named is
// absent; ~ makes it silent.
type minute struct{ seen, said string }

func observe(text string) (seen []Observation, silent bool) {
	for _, word := range strings.Fields(text) {
		if word == "~" {
			silent = true
			continue
		}
		server, sign := word[:1], word[1:]
		seen = append(seen, Observation{Dimensions: map[string]string{"server": server}, Value: 90, True: sign == "+"})
	}
	return seen, silent
}

func show(messages []Message) string {
	var words []string
	for _, m := range messages {
		word := string(m.Type)
		for _, s := range m.Streams {
			word += " " + s.Dimensions["server"]
		}
		words = append(words, fmt.Sprintf("%s /%d", word, m.Total))
	}
	return strings.Join(words, ", ")
}

func minutes(n int, seen, said string) []minute {
	var list []minute
	for range n {
		list = append(list, minute{seen, said})
	}
	return list
}

func join(parts ...[]minute) []minute {
	var list []minute
	for _, p := range parts {
		list = append(list, p...)
	}
	return list
}

func TestLife(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rule     Rule
		timeline []minute
	}{
		{"fires at the first true minute and is OK at the first clear one", Rule{Pending: 1}, []minute{
			{"", ""}, {"A-", ""}, {"A+", "OK_TO_FIRING A /1"}, {"A+", ""}, {"A-", "FIRING_TO_OK /1"}, {"A-", ""}, {"A+", "OK_TO_FIRING A /1"},
		}},
		{"pending minutes are in a row", Rule{Pending: 3}, []minute{
			{"A+", ""}, {"A+", ""}, {"A-", ""}, {"A+", ""}, {"A+", ""}, {"A+", "OK_TO_FIRING A /1"}, {"A-", "FIRING_TO_OK /1"}, {"A+", ""},
		}},
		{"a minute without data breaks the row", Rule{Pending: 2}, []minute{{"A+", ""}, {"", ""}, {"A+", ""}, {"A+", "OK_TO_FIRING A /1"}}},
		{"without data it never fires", Rule{Pending: 1}, minutes(30, "", "")},
		{"the guide's servers, grouped", Rule{Pending: 1, Repeat: 2 * time.Minute}, []minute{
			{"A- B- C-", ""}, {"A+ B- C-", "OK_TO_FIRING A /1"}, {"A+ B+ C-", ""}, {"A+ B+ C-", "REPEAT A B /2"},
			{"A- B+ C+", ""}, {"A- B+ C+", "REPEAT B C /2"}, {"A- B- C-", "FIRING_TO_OK /2"}, {"A- B- C-", ""},
		}},
		{"the guide's servers, split", Rule{Pending: 1, Repeat: 2 * time.Minute, Split: true}, []minute{
			{"A- B- C-", ""}, {"A+ B- C-", "OK_TO_FIRING A /1"}, {"A+ B+ C-", "OK_TO_FIRING B /1"}, {"A+ B+ C-", "REPEAT A /1"},
			{"A- B+ C+", "FIRING_TO_OK A /1, REPEAT B /1, OK_TO_FIRING C /1"}, {"A- B+ C+", ""}, {"A- B- C-", "FIRING_TO_OK B /1, FIRING_TO_OK C /1"}, {"A- B- C-", ""},
		}},
		{"no repeats unless asked for", Rule{Pending: 1}, join([]minute{{"A+", "OK_TO_FIRING A /1"}}, minutes(100, "A+", ""))},
		{"repeats count from the last message", Rule{Pending: 1, Repeat: 3 * time.Minute}, []minute{
			{"A+", "OK_TO_FIRING A /1"}, {"A+", ""}, {"A+", ""}, {"A+", "REPEAT A /1"}, {"A+", ""}, {"A+", ""}, {"A+", "REPEAT A /1"},
		}},
		{"absent for the reset period", Rule{Pending: 1}, join(
			[]minute{{"A+", "OK_TO_FIRING A /1"}}, minutes(9, "", ""), []minute{{"", "RESET /1"}, {"", ""}, {"A-", ""}})},
		{"back before the reset period is over", Rule{Pending: 1}, join(
			[]minute{{"A+", "OK_TO_FIRING A /1"}}, minutes(9, "", ""), []minute{{"A+", ""}}, minutes(9, "", ""), []minute{{"A-", "FIRING_TO_OK /1"}})},
		{"absent streams repeat", Rule{Pending: 1, Repeat: 5 * time.Minute}, join(
			[]minute{{"A+", "OK_TO_FIRING A /1"}}, minutes(4, "", ""), []minute{{"", "REPEAT A /1"}})},
		{"one absent while another fires", Rule{Pending: 1}, join(
			[]minute{{"A+ B+", "OK_TO_FIRING A B /2"}}, minutes(20, "B+", ""), []minute{{"B-", "FIRING_TO_OK /1"}})},
		{"the last one is absent", Rule{Pending: 1}, join(
			[]minute{{"A+ B+", "OK_TO_FIRING A B /2"}, {"A-", ""}}, minutes(8, "A-", ""), []minute{{"A-", "RESET /1"}})},
		{"absent, split", Rule{Pending: 1, Split: true}, join(
			[]minute{{"A+ B+", "OK_TO_FIRING A /1, OK_TO_FIRING B /1"}}, minutes(9, "B+", ""), []minute{{"B+", "RESET A /1"}, {"B-", "FIRING_TO_OK B /1"}})},
		{"suppressed, then told", Rule{Pending: 1, CatchUp: true}, []minute{
			{"A+ ~", ""}, {"A+ ~", ""}, {"A+", "OK_TO_FIRING A /1"}, {"A- ~", ""}, {"A-", "FIRING_TO_OK /0"},
		}},
		{"suppressed and over unnoticed", Rule{Pending: 1, CatchUp: true}, []minute{{"A+ ~", ""}, {"A- ~", ""}, {"A-", ""}}},
		{"suppressed, then not told", Rule{Pending: 1}, []minute{
			{"A+ ~", ""}, {"A+", ""}, {"A-", "FIRING_TO_OK /1"}, {"A+", "OK_TO_FIRING A /1"}, {"A- ~", ""}, {"A-", ""},
		}},
		{"suppressed, split", Rule{Pending: 1, Split: true, CatchUp: true}, []minute{
			{"A+", "OK_TO_FIRING A /1"}, {"A- B+ ~", ""}, {"A- B+", "FIRING_TO_OK A /1, OK_TO_FIRING B /1"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var state State
			for i, m := range tt.timeline {
				seen, silent := observe(m.seen)
				rule := tt.rule
				rule.Silent = silent
				if got := show(state.Step(rule, noon.Add(time.Duration(i)*time.Minute), seen)); got != m.said {
					t.Errorf("minute %d (%s): said %q, want %q", i, m.seen, got, m.said)
				}
				state = reload(t, state)
			}
		})
	}
}

// reload writes a state out and reads it back, as a restart does.
func reload(t *testing.T, s State) State {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func TestStateShowsSinceWhenAndForgets(t *testing.T) {
	var s State
	step := func(rule Rule, i int, text string) {
		seen, _ := observe(text)
		s.Step(rule, noon.Add(time.Duration(i)*time.Minute), seen)
	}
	split := Rule{Pending: 1, Split: true}
	step(split, 0, "A- B+")
	step(split, 1, "A+ B+")
	step(split, 2, "A- B+")
	if a := s.Streams[`{"server":"A"}`]; a.Firing || !a.Since.Equal(noon.Add(2*time.Minute)) {
		t.Errorf("A after it has fired: %+v", a)
	}
	if active := s.Active(); len(active) != 1 || active[0].Dimensions["server"] != "B" || !s.Firing || !s.Since.Equal(noon) {
		t.Errorf("active %v since %v", active, s.Since)
	}
	for i := range 13 {
		step(split, 3+i, "C-")
	}
	if len(s.Streams) != 0 || s.Firing {
		t.Errorf("after everything was absent: %+v", s)
	}
}

func TestConvertLeavesNoTimeBehind(t *testing.T) {
	var s State
	seen, _ := observe("A+")
	s.Step(Rule{Pending: 1}, noon, seen)
	s.Step(Rule{Pending: 1, Split: true}, noon, seen)
	hour := func(t time.Time) time.Time { return t.Add(time.Hour) }
	want := State{Firing: true, Since: noon.Add(time.Hour), Told: Told{Firing: true, At: noon.Add(time.Hour)}, Streams: map[string]Stream{
		`{"server":"A"}`: {Dimensions: map[string]string{"server": "A"}, Value: 90, True: 2, Firing: true, Since: noon.Add(time.Hour),
			Told: Told{Firing: true, At: noon.Add(time.Hour)}}}}
	if diff := cmp.Diff(want, s.Convert(hour)); diff != "" {
		t.Errorf("converted (-want +got):\n%s", diff)
	}
	if !s.Streams[`{"server":"A"}`].Since.Equal(noon) {
		t.Error("converting changed the state itself")
	}
}
