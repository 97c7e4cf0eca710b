package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/google/go-cmp/cmp"
)

func parse(t testing.TB, body string) *alarm.Message {
	t.Helper()
	m, err := alarm.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func defaults() settings {
	return newSettings(config.NewReader(func(key string) string {
		return map[string]string{"b2cservice_contact_id": "1"}[key]
	}))
}

// TestWrite: what is written, by what the ledger knows, the incident and the message alone.
func TestWrite(t *testing.T) {
	s := defaults()
	status := func(id, kind int64, name string) *b2c.IncidentState {
		return &b2c.IncidentState{Record: b2c.Record{ID: 7}, Status: b2c.NamedID{ID: id, LookupName: name}, StatusType: b2c.NamedID{ID: kind},
			Severity: b2c.NamedID{LookupName: "2 - Severe"}, UpdatedTime: noon}
	}
	unresolved, updated, own, solved := status(1, 1, "UNRESOLVED"), status(8, 1, "Updated"), status(100, 1, "With the network team"), status(2, 2, "Solved")
	burning := tracked{Known: incidents.Known{Incident: 7, Status: "Unresolved"}, Firing: true, Newest: position{noon.UnixMilli(), alarm.OKToFiring}}
	calm := tracked{Known: incidents.Known{Incident: 7, Status: "Updated"}, Newest: position{noon.UnixMilli(), alarm.FiringToOK}}
	unsure := burning
	unsure.Status = ""
	tests := []struct {
		name     string
		known    tracked
		incident *b2c.IncidentState
		message  string
		want     string // "opens <status>", "adds", "sets <status>"; "" for nothing
	}{
		{"first", tracked{}, nil, fires(1, "A"), "opens Unresolved"},
		{"repeat is first", tracked{}, nil, repeats(1, "A"), "opens Unresolved"},
		{"OK is first", tracked{}, nil, recovers(1), ""},
		{"OK", burning, unresolved, recovers(1), "sets Updated"},
		{"OK, other status", burning, own, recovers(1), "adds"},
		{"OK, status already so", unsure, updated, recovers(1), "adds"},
		{"OK, not sure", unsure, unresolved, recovers(1), "sets Updated"},
		{"OK, not sure, other status", unsure, own, recovers(1), "adds"},
		{"OK, closed", burning, solved, recovers(1), "adds"},
		{"OK, deleted", burning, nil, recovers(1), ""},
		{"OK again", calm, updated, recovers(1), ""},
		{"RESET", burning, unresolved, resets(1), "adds"},
		{"RESET again", calm, updated, resets(1), ""},
		{"repeat", burning, unresolved, repeats(1, "A"), "adds"},
		{"repeat, closed", burning, solved, repeats(1, "A"), "adds"},
		{"repeat, deleted", burning, nil, repeats(1, "A"), "opens Unresolved"},
		{"repeat begins", calm, updated, repeats(1, "A"), "sets Unresolved"},
		{"repeat begins, closed", calm, solved, repeats(1, "A"), "sets Unresolved"},
		{"fires, still open", calm, updated, fires(1, "A"), "sets Unresolved"},
		{"fires, other status", calm, own, fires(1, "A"), "adds"},
		{"fires, closed", burning, solved, fires(1, "A"), "sets Unresolved"},
		{"fires, closed long ago", burning, solved, fires(72*60+1, "A"), "opens Unresolved"},
		{"fires, deleted", calm, nil, fires(1, "A"), "opens Unresolved"},
		{"late", calm, solved, fires(-1, "A"), "adds"},
		{"late, deleted", calm, nil, fires(-1, "A"), ""},
		{"late, none", tracked{Newest: calm.Newest}, nil, fires(-1, "A"), "opens Updated"},
		{"late OK, none", tracked{Newest: calm.Newest}, nil, recovers(-1), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			st := &state{Newest: test.known.Newest, Cleared: test.known.Newest}
			p := s.plan(st, test.known, news{Message: parse(t, test.message), key: "cpu"})
			w := s.write(&p, test.incident)
			if got := described(w); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if w.Update != nil && p.next.Incident != 7 {
				t.Errorf("incident %d is known afterwards", p.next.Incident)
			}
		})
	}
}

func described(w incidents.Write) string {
	switch {
	case w.Create != nil:
		return "opens " + w.Create.StatusWithType.Status.LookupName
	case w.Update == nil:
		return ""
	case w.Update.StatusWithType != nil:
		return "sets " + w.Update.StatusWithType.Status.LookupName
	}
	return "adds"
}

// TestNewIncident: all that the settings say is in the one call.
func TestNewIncident(t *testing.T) {
	s := defaults()
	s.Product, s.Category, s.Queue, s.perResource = "Vault", "Alarm", "Cloud Operations", true
	m := parse(t, fires(0, "A"))
	n := s.newsOf(m, &state{})[0]
	p := s.plan(&state{}, tracked{}, n)
	name := func(text string) *b2c.NamedID { return &b2c.NamedID{LookupName: text} }
	want := &b2c.Incident{
		Subject: "High CPU: server A", PrimaryContact: b2c.Reference{ID: 1}, Threads: []b2c.Thread{b2c.Note(p.threads[0])},
		Severity: name("2 - Severe"), StatusWithType: &b2c.StatusWithType{Status: *name("Unresolved")},
		Product: name("Vault"), Category: name("Alarm"), Queue: name("Cloud Operations"),
		CustomFields: b2c.CustomFields{"OCI": {"dedupe_key": "cpu:" + plain.Hash("ocid1.instance.oc1.iad.A")[:12]}},
	}
	if diff := cmp.Diff(want, s.write(&p, nil).Create); diff != "" {
		t.Errorf("incident (-want +got): %s", diff)
	}
}

func TestSubjects(t *testing.T) {
	s := defaults()
	for body, want := range map[string]string{
		`"title":"  Disk\nfull\u0000 "`:                         "Disk full",
		`"title":"` + strings.Repeat("ü", 300) + `"`:            strings.Repeat("ü", 240),
		`"title":null,"alarmMetaData":[{"alarmSummary":"Sum"}]`: "Sum",
		`"alarmMetaData":[{"id":"ocid1.alarm"}]`:                "ocid1.alarm",
		`"title":""`:                                            "OCI alarm",
	} {
		m := parse(t, `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":1,`+body+`}`)
		p := plan{news: news{Message: m}, threads: []string{""}, opens: true}
		if got := s.write(&p, nil).Create.Subject; got != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}

func TestKeys(t *testing.T) {
	long := strings.Repeat("x", 65)
	for key, want := range map[string]string{
		"9a38cd1c-f808-4871-8c2a-abc4a72a9868": "9a38cd1c-f808-4871-8c2a-abc4a72a9868",
		"x' OR '1' = '1":                       plain.Hash("x' OR '1' = '1"),
		"ä":                                    plain.Hash("ä"),
		long:                                   plain.Hash(long),
		long[:64]:                              long[:64],
	} {
		if got := alarmKey(&alarm.Message{DedupeKey: key}); got != want {
			t.Errorf("%q: %q", key, got)
		}
	}
}

// TestBounds: a row has 512 KB at the most, whatever happens.
func TestBounds(t *testing.T) {
	s := defaults()
	s.perResource = true
	st, _ := readState(nil)
	name := strings.Repeat("\U0001d54f", 200)
	for i := range 2000 {
		m := &alarm.Message{DedupeKey: strings.Repeat("k", 36), Type: alarm.Repeat, Time: noon.Add(minutes(i)), Alarms: make([]alarm.Alarm, 1), Complete: i%2 == 0,
			Resources: []alarm.Resource{{ID: fmt.Sprint(i), Name: name}}}
		at := positionOf(m)
		for _, n := range s.newsOf(m, st) {
			p := s.plan(st, tracked{}, n)
			p.next.Known = incidents.Known{Incident: 1 << 40, Status: "Unresolved"}
			st.Cases[n.key] = &p.next
		}
		st.Untold = append(st.Untold, untold{at, strings.Repeat(`"`, 1000)})
		st.Attempt(at.String(), once.Attempt{At: m.Time.Unix(), Told: slices.Sorted(maps.Keys(st.Cases))})
		st.advance(m)
		if i%100 > 0 {
			st.Finish(once.Message{ID: at.String(), Mark: at.mark()}, m.Time)
		}
		st.Prune(m.Time)
	}
	value, err := json.Marshal(st)
	if err != nil || len(value) > 500<<10 || len(st.Unfinished) < 10 || len(st.Cases) != maxCases {
		t.Errorf("%d bytes, %d unfinished, %d cases, %v", len(value), len(st.Unfinished), len(st.Cases), err)
	}
	t.Logf("%d bytes: %d cases, %d seen, %d unfinished, %d untold", len(value), len(st.Cases), len(st.Seen), len(st.Unfinished), len(st.Untold))
}

// FuzzState: whatever stands in a row, a message can be dealt with, and what is stored can be read.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"newest":"1/REPEAT","cases":{"k":{"incident":"7","firing":true,"resources":{"a":{"name":"A","since":1}}}},`+
		`"untold":[{"at":"3/FIRING_TO_OK","text":"x"}],"seen":"1.2.3 mfx3k0o0.0.t0a","unfinished":{"1/REPEAT":{"at":1,"told":["k"]}}}`), int64(2), true)
	f.Add([]byte(`{"cases":{"k":null},"seen":"1.2"}`), int64(0), false)
	f.Fuzz(func(t *testing.T, row []byte, milliseconds int64, perResource bool) {
		s := defaults()
		s.perResource = perResource
		st, _ := readState(row)
		for _, kind := range order {
			m := &alarm.Message{DedupeKey: "k", Type: kind, Time: time.UnixMilli(milliseconds), Alarms: make([]alarm.Alarm, 1), Complete: true,
				Resources: []alarm.Resource{{ID: "a", Name: "A"}}}
			if st.Seen.Has(positionOf(m).mark()) {
				continue
			}
			var results []followed
			for _, n := range s.newsOf(m, st) {
				var c tracked
				if st.Cases[n.key] != nil {
					c = *st.Cases[n.key]
				}
				p := s.plan(st, c, n)
				s.write(&p, nil)
				results = append(results, followed{plan: p})
			}
			st.record(results, &once.Attempt{}, &outcome{})
			st.tell(m, results)
			st.advance(m)
			st.Finish(once.Message{ID: positionOf(m).String(), Mark: positionOf(m).mark()}, noon)
			st.Prune(noon)
			value, err := json.Marshal(st)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := readState(value); err != nil || !again.Seen.Has(positionOf(m).mark()) {
				t.Fatalf("stored and read: %v, %s", err, value)
			}
		}
	})
}
