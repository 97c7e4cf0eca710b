package incidents_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func incident(status string, kind int64, severity string) *b2c.IncidentState {
	return &b2c.IncidentState{Record: b2c.Record{ID: 7}, Status: b2c.NamedID{LookupName: status}, StatusType: b2c.NamedID{ID: kind},
		Severity: b2c.NamedID{LookupName: severity}, UpdatedTime: noon}
}

// TestDecide: what is written, by the plan and the incident alone.
func TestDecide(t *testing.T) {
	settings := incidents.Configured(config.NewReader(func(key string) string {
		return map[string]string{"b2cservice_contact_id": "1", "reopen_within": "1h"}[key]
	}))
	entry := func(name string) incidents.Entry { return incidents.Entry{Setting: "setting", Name: name} }
	status := incidents.Change{First: entry("Unresolved"), To: entry("Solved"), From: []string{"Unresolved"}}
	severity := incidents.Change{First: entry("Low"), To: entry("High"), From: []string{"Low"}}
	plan := incidents.Plan{Key: "k", At: noon, Known: incidents.Known{Incident: 7}, Subject: "S", Threads: []string{"T"}, Status: status}
	with := func(change func(*incidents.Plan)) incidents.Plan { p := plan; change(&p); return p }
	tests := []struct {
		name     string
		plan     incidents.Plan
		incident *b2c.IncidentState
		want     string // what is written; then the status that is known
	}{
		{"none", plan, nil, ""},
		{"none, to be opened", with(func(p *incidents.Plan) { p.Opens = true }), nil, "opens Unresolved; Unresolved"},
		{"ours", plan, incident("UNRESOLVED", 1, ""), "adds, sets Solved; Solved"},
		{"an agent's", plan, incident("Waiting", 3, ""), "adds;"},
		{"already", with(func(p *incidents.Plan) { p.Status.From = []string{"solved"} }), incident("solved", 2, ""), "adds; Solved"},
		{"left", with(func(p *incidents.Plan) { p.Status.To = entry("") }), incident("Unresolved", 1, ""), "adds;"},
		{"closed, begins", with(func(p *incidents.Plan) { p.Begins, p.Status.To = true, entry("Updated") }), incident("Closed", 2, ""), "adds, sets Updated; Updated"},
		{"closed long ago, begins", with(func(p *incidents.Plan) { p.Begins, p.At = true, noon.Add(61*time.Minute) }), incident("Closed", 2, ""), "opens Unresolved; Unresolved"},
		{"closed long ago", with(func(p *incidents.Plan) { p.At = noon.Add(61 * time.Minute) }), incident("Closed", 2, ""), "adds;"},
		{"severity, ours", with(func(p *incidents.Plan) { p.Severity = severity }), incident("Waiting", 3, "low"), "adds, rates High;"},
		{"severity, an agent's", with(func(p *incidents.Plan) { p.Severity = severity }), incident("Waiting", 3, "Medium"), "adds;"},
		{"told already", with(func(p *incidents.Plan) { p.Threads = nil }), incident("Unresolved", 1, ""), "sets Solved; Solved"},
		{"nothing", with(func(p *incidents.Plan) { p.Threads = nil }), incident("Waiting", 3, ""), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := settings.Decide(test.plan, test.incident)
			got := strings.TrimSpace(described(w) + "; " + w.Known.Status)
			if got == ";" {
				got = ""
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func described(w incidents.Write) string {
	if w.Create != nil {
		return "opens " + w.Create.StatusWithType.Status.LookupName
	}
	var parts []string
	if w.Update != nil && len(w.Update.Threads) > 0 {
		parts = append(parts, "adds")
	}
	if w.Update != nil && w.Update.StatusWithType != nil {
		parts = append(parts, "sets "+w.Update.StatusWithType.Status.LookupName)
	}
	if w.Update != nil && w.Update.Severity != nil {
		parts = append(parts, "rates "+w.Update.Severity.LookupName)
	}
	return strings.Join(parts, ", ")
}

func TestText(t *testing.T) {
	var text incidents.Text
	text.Line("%s: %d", "Answer", 42)
	text.Field("Empty", "")
	text.Field("Name", "Roe")
	want := "Answer: 42\nName: Roe\n\n" + incidents.Rule + "\nsource"
	if got := text.End("source"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
