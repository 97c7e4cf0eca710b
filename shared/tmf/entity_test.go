package tmf_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/tmf"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is read from the samples as what is expected")

// individuals maps events of a type that is not known, and by the way another state and severity.
const individuals = `[{"eventTypes": ["/event/IndividualStateChangeEvent", "IndividualDeleteEvent"], "subject": "/title", "text": "/description",
	"severity": "/priority", "state": "/event/individual/status", "correlationKey": "/event/individual/id",
	"contact": {"phone": "/event/individual/reach/mobile", "email": "/event/individual/reach/mail"}}]`

func settings(t testing.TB) *tmf.Settings {
	t.Helper()
	s, err := tmf.ParseSettings(individuals, `{"Suspended": "Waiting"}`, `{"Urgent": "2 - Severe"}`)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parse(t testing.TB, body string) *tmf.Event {
	t.Helper()
	e, err := tmf.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestSamples reads events of all kinds and both versions and compares all that is read with what stands beside them.
func TestSamples(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.json")
	if len(files) == 0 {
		t.Fatal("no samples")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			event := parse(t, string(body))
			entity, err := settings(t).Entity("api", event)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".json") + ".txt"
			got := show(event, entity)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("read (-want +got): %s", diff)
			}
		})
	}
}

func show(event *tmf.Event, entity *tmf.Entity) string {
	var b strings.Builder
	fmt.Fprintf(&b, "event %s %s %s\n", event.ID, event.Type, event.Time.Format("2006-01-02T15:04:05.999Z07:00"))
	fmt.Fprintf(&b, "key %s: %s %s %s\n", entity.Key(), entity.Kind, entity.ID, entity.Change)
	fmt.Fprintf(&b, "state %q status %q severity %q final %v\n", entity.State, entity.Status, entity.Severity, entity.Final)
	fmt.Fprintf(&b, "phones %q emails %q\n\n%s\n\n%s\n\n", entity.Phones, entity.Emails, entity.Subject, entity.Text)
	for _, fact := range entity.Facts {
		fmt.Fprintf(&b, "%s: %s\n", fact.Label, fact.Value)
	}
	return b.String()
}

func TestStates(t *testing.T) {
	const ticket = `{"eventType":"TroubleTicket%sEvent","event":{"troubleTicket":{"id":"1","status":"%s"}}}`
	tests := []struct {
		statuses, change, state string
		wantState, want         string
		final                   bool
	}{
		{"", "Create", "acknowledged", "acknowledged", "Unresolved", false},
		{"", "StatusChange", "inProgress", "inProgress", "", false},
		{"", "StateChange", "RESOLVED", "RESOLVED", "Solved", true},
		{"", "AttributeValueChange", "closed", "closed", "Solved", true},
		{"", "StatusChange", "failed", "failed", "Unresolved", false},
		{"", "Resolved", "", "resolved", "Solved", true},
		{"", "Resolved", "inProgress", "inProgress", "", false}, // the entity knows better
		{"", "Delete", "inProgress", "deleted", "Solved", true},
		{"", "Create", "", "", "", false},
		{`{"Resolved":"Waiting"}`, "Resolved", "resolved", "resolved", "Waiting", false}, // until it is closed
		{`{"Resolved":"Waiting"}`, "StatusChange", "closed", "closed", "Solved", true},
		{`{"resolved":""}`, "Resolved", "", "resolved", "", false},
		{`{"inprogress":"Working"}`, "StatusChange", "inProgress", "inProgress", "Working", false},
		{`{"closed":""}`, "StatusChange", "closed", "closed", "", false},
		{`{"deleted":""}`, "Delete", "", "deleted", "", false},
	}
	for _, test := range tests {
		s, err := tmf.ParseSettings("", test.statuses, "")
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Entity("a", parse(t, fmt.Sprintf(ticket, test.change, test.state)))
		if err != nil || e.State != test.wantState || e.Status != test.want || e.Final != test.final {
			t.Errorf("%+v: %+v, %v", test, e, err)
		}
	}
}

func TestSeverities(t *testing.T) {
	const ticket, order = "TroubleTicketCreateEvent", "ProductOrderCreateEvent"
	tests := []struct{ severities, eventType, entity, event, want string }{
		{"", ticket, `"severity":"Critical","priority":"Low"`, "4", "1 - Most Severe"},
		{"", ticket, `"severity":"whatever","priority":"medium"`, "1", "3 - Normal"},
		{"", ticket, `"severity":null`, "2", "2 - Severe"},
		{"", ticket, `"priority":4`, "", "4 - Low"},
		{"", ticket, `"priority":"0"`, "", "1 - Most Severe"},
		{"", ticket, `"priority":"5"`, "later", ""},
		{`{"critical":""}`, ticket, `"severity":"Critical"`, "1", ""},
		{`{"WHATEVER":"X"}`, ticket, `"severity":"Whatever"`, "1", "X"},
		{`{" in\t doubt ":"X"}`, ticket, `"severity":"In  doubt"`, "1", "X"},
		// Later events tell parts of an entity, and their own priority is how urgent they are themselves.
		{"", "TroubleTicketStatusChangeEvent", `"severity":"Minor","priority":"High"`, "1", "3 - Normal"},
		{"", "TroubleTicketStatusChangeEvent", `"priority":"High"`, "1", ""},
		{"", order, `"priority":"2"`, "1", "2 - Severe"},
		{"", order, `"state":"held"`, "1", "1 - Most Severe"},
		{"", "ProductOrderStateChangeEvent", `"priority":"2"`, "1", "2 - Severe"},
		{"", "ProductOrderMilestoneEvent", `"state":"held"`, "1", ""},
	}
	for _, test := range tests {
		s, err := tmf.ParseSettings("", "", test.severities)
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Entity("a", parse(t, fmt.Sprintf(`{"eventType":%q,"priority":%q,"event":{"entity":{"id":"1",%s}}}`, test.eventType, test.event, test.entity)))
		if err != nil || e.Severity != test.want {
			t.Errorf("%+v: %+v, %v", test, e, err)
		}
	}
}

func TestTypes(t *testing.T) {
	tests := map[string]tmf.Change{
		"TroubleTicketCreateEvent": tmf.Created, "troubleTicketCreateEvent": tmf.Created, "/event/TroubleTicketCreateEvent": tmf.Created,
		"TROUBLETICKETATTRIBUTEVALUECHANGEEVENT": tmf.Changed, "TroubleTicketStatusChangeEvent": tmf.StateChanged,
		"TroubleTicketStateChangeEvent": tmf.StateChanged, "TroubleTicketResolvedEvent": tmf.Resolved,
		"TroubleTicketInformationRequiredEvent": tmf.InformationRequired, "TroubleTicketDeleteEvent": tmf.Deleted,
		"TroubleTicket": "", "CreateEvent": "", "TroubleTicketCreate": "", "TroubleTicketSpecificationCreateEvent": "", "/event/": "",
		"IndividualCreateEvent": "", "IndividualStatusChangeEvent": tmf.StateChanged, "individualStateChangeEvent": tmf.StateChanged,
		"/event/individualDeleteEvent": tmf.Deleted,
	}
	for eventType, want := range tests {
		e, err := settings(t).Entity("a", parse(t, fmt.Sprintf(`{"eventType":%q,"event":{"id":"1","individual":{"id":"1"}}}`, eventType)))
		switch {
		case want == "" && !errors.Is(err, tmf.ErrUnknownType):
			t.Errorf("%s: %+v, %v", eventType, e, err)
		case want != "" && (err != nil || e.Change != want):
			t.Errorf("%s: %+v, %v", eventType, e, err)
		}
	}
}

// TestRanks: the changes in the order in which they can follow each other.
func TestRanks(t *testing.T) {
	for i, change := range []tmf.Change{tmf.Created, tmf.Changed, tmf.InformationRequired, tmf.StateChanged, tmf.Resolved, tmf.Deleted} {
		if change.Rank() != i {
			t.Errorf("%s: %d, want %d", change, change.Rank(), i)
		}
	}
}

func TestNoEntity(t *testing.T) {
	tests := map[string]string{
		`{"eventType":"TroubleTicketCreateEvent"}`:                                                   "/event/troubleTicket/id",
		`{"eventType":"TroubleTicketCreateEvent","event":[]}`:                                        "/event/troubleTicket/id",
		`{"eventType":"TroubleTicketCreateEvent","event":{"troubleTicket":{"id":""}}}`:               "/event/troubleTicket/id",
		`{"eventType":"TroubleTicketCreateEvent","event":{"troubleTicket":{"id":{"a":"b"}}}}`:        "/event/troubleTicket/id",
		`{"eventType":"TroubleTicketCreateEvent","event":{"a":{"id":"1"},"b":{"id":"2"}}}`:           "/event/troubleTicket/id",
		`{"eventType":"IndividualDeleteEvent","event":{"id":"1","individual":{"name":"x"}}}`:         "/event/individual/id",
		`{"eventType":"TroubleTicketCreateEvent","event":{"id":"` + strings.Repeat("x", 257) + `"}}`: "longer than 256 bytes",
	}
	for body, want := range tests {
		e, err := settings(t).Entity("a", parse(t, body))
		if !errors.Is(err, tmf.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.100s: %+v, %v", body, e, err)
		}
	}
}

// TestCaps: an entity with much of everything is told in a readable amount.
func TestCaps(t *testing.T) {
	long := strings.Repeat("ä", 10000)
	notes := strings.TrimSuffix(strings.Repeat(`{"text":"`+long+`"},`, 30), ",")
	var media []string
	for i := range 20 {
		media = append(media, fmt.Sprintf(`{"phoneNumber":"+1 501 712 26%02d"}`, i))
	}
	body := fmt.Sprintf(`{"eventType":"TroubleTicketCreateEvent","title":%[1]q,"event":{"troubleTicket":{"id":"1","name":%[1]q,"description":%[1]q,"status":%[1]q,"note":[%s,{"text":"last"}],
		"relatedParty":[{"contactMedium":[%s]}]}}}`, long, notes, strings.Join(media, ","))
	e, err := settings(t).Entity("a", parse(t, body))
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCountInString(e.Subject); n < 200 || b2c.Subject(e.Subject) != e.Subject {
		t.Errorf("the subject has %d characters", n)
	}
	if n := utf8.RuneCountInString(e.Text); n != 4000 || !strings.HasSuffix(e.Text, "ä…") {
		t.Errorf("the text has %d characters", n)
	}
	if len(e.Phones) != 5 {
		t.Errorf("phones = %q", e.Phones)
	}
	if n := utf8.RuneCountInString(e.State); n != 100 {
		t.Errorf("the state has %d characters", n)
	}
	notesShown := 0
	for _, fact := range e.Facts {
		if fact.Label == "Note" {
			notesShown++
		}
		if n := utf8.RuneCountInString(fact.Value); n > 500 {
			t.Errorf("%s has %d characters", fact.Label, n)
		}
	}
	if last := (tmf.Fact{Label: "Note", Value: "last"}); notesShown != 11 || e.Facts[len(e.Facts)-7] != last || e.Facts[1].Value != "21 that are not shown" {
		t.Errorf("%d notes in %d facts", notesShown, len(e.Facts))
	}
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

func TestKey(t *testing.T) {
	base := tmf.Entity{API: "troubleTicket", Kind: "troubleTicket", ID: "TT-40117"}
	if base.Key() != "troubleTicket:troubleTicket:TT-40117" {
		t.Errorf("key = %s", base.Key())
	}
	seen := map[string]tmf.Entity{}
	for _, e := range []tmf.Entity{base, {API: "other", Kind: base.Kind, ID: base.ID}, {API: base.API, Kind: "other", ID: base.ID},
		{API: base.API, Kind: base.Kind, ID: "tt-40117"}, {API: base.API, Kind: base.Kind, ID: "Tt-40117"}, {API: base.API, Kind: base.Kind, ID: "TT 40117"}, {API: base.API, Kind: base.Kind, ID: "TT'40117"},
		{API: base.API, Kind: base.Kind, ID: strings.Repeat("1", 100)}, {API: base.API, Kind: base.Kind, ID: strings.Repeat("1", 101)}} {
		key := e.Key()
		folded := strings.ToLower(key) // as B2C Service compares
		if _, twice := seen[folded]; twice || !keyForm.MatchString(key) {
			t.Errorf("%+v: %s", e, key)
		}
		seen[folded] = e
	}
}
