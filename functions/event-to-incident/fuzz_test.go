package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

func defaults(t testing.TB) settings {
	cfg := reader(nil)
	s := newSettings(cfg)
	if err := cfg.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// FuzzRead: whatever is sent is an event of an API, or refused with a 4xx.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"trouble-ticket-created.json", "product-order-failed.json", "customer-bill-created.json"} {
		f.Add("troubleTicket", "application/json", read(f, name))
	}
	f.Add("trouble%54icket", "application/json", "{}")
	f.Add("troubleTicket", "text/plain;;", "")
	s := defaults(f)
	f.Fuzz(func(t *testing.T, api, contentType, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-Listener-Api", api)
		d, refusal := s.read(httptest.NewRecorder(), r)
		if refusal != nil {
			if refusal.Status/100 != 4 {
				t.Fatalf("%q: %+v", body, refusal)
			}
			return
		}
		if _, known := s.apis[d.api]; !known || d.api != api {
			t.Fatalf("%q is taken for %q", api, d.api)
		}
		text := thread(d, false, position{})
		if !strings.HasSuffix(text, "\n"+signature(d.event)) || len(text) > maxSource+4*maxTold+1<<10 {
			t.Fatalf("%d bytes: %.2000q", len(text), text)
		}
		if message := messageOf(d); strings.ContainsAny(message.ID+message.Row, "\n") || strings.ContainsAny(message.Mark, " ") {
			t.Fatalf("%+v", message)
		}
	})
}

// FuzzState: whatever stands in a row, an event can be dealt with, and what is stored can be read.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"incident":"7","status":"Solved","newest":"1/2","decided":{"at":"1/2","name":"Solved","final":true},"alive":"0/0","severity":{"at":"0/0"},`+
		`"seen":"abc.t0a","unfinished":{"x":{"at":1}}}`), int64(2), true)
	f.Add([]byte(`{"newest":"1","seen":"1.2"}`), int64(0), false)
	s := defaults(f)
	f.Fuzz(func(t *testing.T, row []byte, milliseconds int64, again bool) {
		st, _ := readState(row)
		for _, event := range []sent{{kind: "Create", state: "acknowledged"}, {kind: "Resolved", state: "resolved"}, {kind: "StatusChange", state: "inProgress", severity: "Major"}} {
			d := parse(t, s, event.String())
			d.event.Time = time.UnixMilli(milliseconds)
			after, p := s.plan(d, view{entity: st.entity, again: again}, noon)
			for _, incident := range []*b2c.IncidentState{nil, {Record: b2c.Record{ID: 7}, StatusType: b2c.NamedID{ID: 2}}} {
				after.Known = s.Decide(p, incident).Known
			}
			st.entity = after
			st.Finish(messageOf(d), noon)
			st.Prune(noon)
			value, err := json.Marshal(st)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := readState(value); err != nil || !again.Seen.Has(messageOf(d).Mark) || again.entity != st.entity {
				t.Fatalf("stored and read: %v, %s", err, value)
			}
		}
	})
}

func parse(t testing.TB, s settings, body string) delivery {
	t.Helper()
	event, err := tmf.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	entity, err := s.events.Entity("troubleTicket", event)
	if err != nil {
		t.Fatal(err)
	}
	return delivery{"troubleTicket", event, entity}
}

// TestBounds: a row has 512 KB at the most, whatever happens.
func TestBounds(t *testing.T) {
	st, _ := readState(nil)
	for i := range 3000 {
		at := noon.Add(minutes(i))
		id := plain.Hash(at.String())
		st.Interrupt(id, at)
		st.Prune(at)
		if i%2 == 0 {
			st.Finish(once.Message{ID: id, Mark: id[:16]}, at)
		}
	}
	value, err := json.Marshal(st)
	if err != nil || len(value) > 200<<10 || len(st.Seen) != maxSeen {
		t.Errorf("%d bytes, %d seen, %v", len(value), len(st.Seen), err)
	}
}

// TestThread: what is too long is left out, but not by what the thread is known.
func TestThread(t *testing.T) {
	s := defaults(t)
	d := parse(t, s, sent{kind: "Create", name: strings.Repeat("x", maxSource), party: map[string]any{"id": strings.Repeat("y", maxSource)}}.String())
	text := thread(d, true, position{noon.UnixMilli(), 0})
	if len(text) > maxSource || !strings.HasSuffix(text, "\nThe event itself is too long to be shown.\n\n"+signature(d.event)) || !strings.HasPrefix(text, "LATE, CREATED: Line drops\n\nThis event is of 2026-03-14 12:00:00 UTC and came late") {
		t.Errorf("%d bytes: %.3000s", len(text), text)
	}
}

// TestLongThread: a thread stays below what is read of fifty at once, whatever an event says of its entity.
func TestLongThread(t *testing.T) {
	s := defaults(t)
	long := strings.Repeat("\U0001d54f", 500)
	var many []any
	for range 10 {
		many = append(many, map[string]any{"id": long, "name": long, "text": long})
	}
	body, err := json.Marshal(map[string]any{"eventType": "TroubleTicketCreateEvent", "description": long, "event": map[string]any{"troubleTicket": map[string]any{
		"id": "1", "note": many, "relatedParty": many, "relatedEntity": many, "attachment": many, "channel": many}}})
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, s, string(body))
	if text := thread(d, true, position{}); len(text) > 64<<10 || !utf8.ValidString(text) || !strings.HasSuffix(text, "…\n"+incidents.Rule+"\nThe event itself is too long to be shown.\n\n"+signature(d.event)) {
		t.Errorf("%d bytes, which end with %q", len(text), text[len(text)-200:])
	}
}

// TestNestedThread: an event that is as large and as deep as any that is read does not take the function's memory.
func TestNestedThread(t *testing.T) {
	deep := strings.Repeat("[", tmf.MaxDepth-4) + strings.Repeat("1,", tmf.MaxSize/2-1<<10) + "1" + strings.Repeat("]", tmf.MaxDepth-4)
	d := parse(t, defaults(t), `{"eventType":"TroubleTicketCreateEvent","event":{"troubleTicket":{"id":"1","deep":`+deep+`}}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	text := thread(d, false, position{})
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 64<<20 {
		t.Errorf("%d MB were taken for the thread", taken>>20)
	}
	if !strings.Contains(text, "too long to be shown") {
		t.Errorf("%d bytes: %.300s", len(text), text)
	}
}

// TestParagraphs: what the entity says as the event does is told once.
func TestParagraphs(t *testing.T) {
	d := parse(t, defaults(t), `{"eventType":"TroubleTicketCreateEvent","description":"No light","event":{"troubleTicket":{"id":"1","description":"No light"}}}`)
	told, _, _ := strings.Cut(thread(d, false, position{}), incidents.Rule)
	if n := strings.Count(told, "No light"); n != 1 {
		t.Errorf("told %d times: %s", n, told)
	}
}
