package main

import (
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
)

// cpu is the incident of the tests' alarm.
func cpu(status string, threads ...string) filed {
	return filed{Subject: "High CPU", Severity: "2 - Severe", Status: status, Key: "cpu", Threads: threads}
}

const (
	isFiring = "FIRING: High CPU"
	isStill  = "STILL FIRING: High CPU"
	isOK     = "OK: High CPU"
	isSilent = "NO DATA: High CPU"
)

// TestLife: what becomes of an alarm's incident, message by message.
func TestLife(t *testing.T) {
	tests := []struct {
		name     string
		messages []string
		want     []filed
	}{
		{"fires and recovers", []string{fires(0, "A"), recovers(1)}, []filed{cpu("Updated", isFiring, isOK)}},
		{"fires again", []string{fires(0, "A"), recovers(1), fires(2, "A")}, []filed{cpu("Unresolved", isFiring, isOK, isFiring)}},
		{"recovers twice", []string{fires(0, "A"), recovers(1), recovers(2)}, []filed{cpu("Updated", isFiring, isOK)}},
		{"recovers only", []string{recovers(1)}, nil},
		{"is reset only", []string{resets(1)}, nil},
		{"its first message is lost", []string{repeats(1, "A"), recovers(2)}, []filed{cpu("Updated", isStill, isOK)}},
		{"is reset", []string{fires(0, "A", "B"), resets(1)}, []filed{cpu("Unresolved", isFiring, isSilent)}},
		{"is reset and fires", []string{fires(0, "A", "B"), resets(1), fires(2, "B")}, []filed{cpu("Unresolved", isFiring, isSilent, isFiring)}},
		{"is reset and recovers", []string{fires(0, "A", "B"), resets(1), recovers(2)}, []filed{cpu("Updated", isFiring, isSilent, isOK)}},
		{"two recover", []string{fires(0, "B", "A"), recovers(1)}, []filed{cpu("Updated", isFiring, "CLEAR: server A", "CLEAR: server B", isOK)}},
		{"not all are named", []string{fires(0, "A"), sent{kind: "REPEAT", minute: 1, servers: []string{"B"}, total: 2}.String(), repeats(2, "B")},
			[]filed{cpu("Unresolved", isFiring, isStill, "CLEAR: server A", isStill)}},
		{"its end is lost", []string{fires(0, "A"), fires(5, "B")}, []filed{cpu("Unresolved", isFiring, "CLEAR: server A", isFiring)}},
		{"a repeat is late", []string{fires(0, "A"), recovers(2), repeats(1, "A", "B")}, []filed{cpu("Updated", isFiring, isOK, "LATE, "+isStill)}},
		{"a repeat overtakes", []string{repeats(1, "A"), fires(0, "A")}, []filed{cpu("Unresolved", isStill, "LATE, "+isFiring)}},
		{"the end overtakes", []string{recovers(2), fires(0, "A"), repeats(1, "A")},
			[]filed{cpu("Updated", "LATE, "+isFiring, isOK, "LATE, "+isStill)}},
		{"the end overtakes a repeat only", []string{fires(0, "A"), recovers(2), repeats(1, "A"), fires(3, "A")},
			[]filed{cpu("Unresolved", isFiring, isOK, "LATE, "+isStill, isFiring)}},
		{"a reset overtakes", []string{resets(2), fires(0, "A"), recovers(3)}, []filed{cpu("Updated", "LATE, "+isFiring, isSilent, isOK)}},
		{"an old end is late", []string{fires(3, "A"), recovers(2)}, []filed{cpu("Unresolved", isFiring, "LATE, "+isOK)}},
		{"a second life overtakes itself", []string{fires(0, "A"), recovers(1), recovers(3), fires(2, "A")},
			[]filed{cpu("Updated", isFiring, isOK, "LATE, "+isFiring, isOK)}},
		{"a second reset overtakes", []string{fires(0, "A"), recovers(1), resets(4), fires(2, "A"), repeats(3, "A")},
			[]filed{cpu("Unresolved", isFiring, isOK, "LATE, "+isFiring, isSilent, "LATE, "+isStill)}},
		{"an end before the last is late", []string{recovers(1), fires(2, "A"), fires(0, "A"), recovers(3)},
			[]filed{cpu("Updated", isFiring, "LATE, "+isFiring, isOK, isOK)}},
		{"an end long forgotten", []string{recovers(1), fires(2, "A"), recovers(3)}, []filed{cpu("Updated", isFiring, isOK)}},
		{"a repeat begins a second life", []string{fires(0, "A"), recovers(1), repeats(3, "A")}, []filed{cpu("Unresolved", isFiring, isOK, isStill)}},
		{"two types in a minute", []string{recovers(0), repeats(0, "A"), fires(0, "A")},
			[]filed{cpu("Updated", "LATE, "+isStill, isOK, "LATE, "+isFiring)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			for _, message := range test.messages {
				b.must(message, message)
			}
			b.Expect(test.want...)
		})
	}
}

// TestRecoveredSince: of what a late message names it is said what does not fire any more, if that is known.
func TestRecoveredSince(t *testing.T) {
	some := sent{kind: "REPEAT", minute: 2, servers: []string{"B"}, total: 2}.String() // not all are named
	for name, test := range map[string]struct {
		before []string
		want   map[string]bool // whether it is said
	}{
		"repeated": {[]string{repeats(2, "B")}, map[string]bool{"A": true, "B": false}},
		"over":     {[]string{repeats(1, "B"), recovers(2)}, map[string]bool{"A": true, "B": true}},
		"in part":  {[]string{some}, map[string]bool{"A": false, "B": false}},
		"silent":   {[]string{resets(2)}, map[string]bool{"A": false, "B": false}},
	} {
		b := newBench(t, nil)
		b.must(test.before...)
		b.must(fires(0, "A", "B"))
		texts := strings.Join(b.Texts(1), "\n")
		for server, want := range test.want {
			if got := strings.Contains(texts, "- server "+server+" (recovered since): CpuUtilization"); got != want {
				t.Errorf("%s: recovery of server %s is said: %v\n%s", name, server, got, texts)
			}
		}
	}
}

// TestAgent: what an agent has done to the incident is respected.
func TestAgent(t *testing.T) {
	tests := []struct {
		name     string
		messages []string // before and after
		change   string
		after    []string
		want     []filed
	}{
		{"closed while it fires", []string{fires(0, "A")}, incidentstest.Solve, []string{repeats(1, "A"), recovers(2)},
			[]filed{cpu("Solved", isFiring, isStill, isOK)}},
		{"changed while it fires", []string{fires(0, "A")}, incidentstest.Waiting, []string{repeats(1, "A"), recovers(2), fires(3, "A"), recovers(4)},
			[]filed{cpu("Waiting", isFiring, isStill, isOK, isFiring, isOK)}},
		{"closed after it recovered", []string{fires(0, "A"), recovers(1)}, incidentstest.Solve, []string{fires(2, "A"), recovers(3)},
			[]filed{cpu("Updated", isFiring, isOK, isFiring, isOK)}},
		{"closed, and reset meanwhile", []string{fires(0, "A"), resets(1)}, incidentstest.Solve, []string{fires(2, "A")},
			[]filed{cpu("Unresolved", isFiring, isSilent, isFiring)}},
		{"closed, and told of late", []string{fires(0, "A"), recovers(2)}, incidentstest.Solve, []string{repeats(1, "A")},
			[]filed{cpu("Solved", isFiring, isOK, "LATE, "+isStill)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(test.messages...)
			b.Agent(1, test.change)
			b.must(test.after...)
			b.Expect(test.want...)
		})
	}
}

func TestReopen(t *testing.T) {
	tests := []struct {
		within string
		minute int // when it fires again; it was closed at minute 10
		want   []filed
	}{
		{"", 11, []filed{cpu("Unresolved", isFiring, isOK, isFiring)}},
		{"", 10 + 72*60, []filed{cpu("Unresolved", isFiring, isOK, isFiring)}},
		{"", 11 + 72*60, []filed{cpu("Solved", isFiring, isOK), cpu("Unresolved", isFiring)}},
		{"1m", 11, []filed{cpu("Unresolved", isFiring, isOK, isFiring)}},
		{"1m", 12, []filed{cpu("Solved", isFiring, isOK), cpu("Unresolved", isFiring)}},
		{"0", 11, []filed{cpu("Solved", isFiring, isOK), cpu("Unresolved", isFiring)}},
	}
	for _, test := range tests {
		for _, by := range []string{"an agent", "the function"} {
			settings := map[string]string{"reopen_within": test.within}
			if by == "the function" {
				settings["status_OK"] = "solved"
			}
			b := newBench(t, settings)
			b.must(fires(0, "A"))
			b.Pass(minutes(10))
			b.must(recovers(10))
			b.Agent(1, incidentstest.Solve)
			b.Pass(minutes(test.minute - 10))
			b.must(fires(test.minute, "A"))
			b.Expect(test.want...)
			// The ledger follows the right one.
			b.Calls()
			b.must(repeats(test.minute+1, "A"))
			newest := []string{"1", "2"}[len(test.want)-1]
			b.ExpectCalls("GET incidents/"+newest, "PATCH incidents/"+newest)
		}
	}
}

// TestDeleted: an alarm that fires has an incident, and one that does not needs none.
func TestDeleted(t *testing.T) {
	for name, test := range map[string]struct {
		message string
		want    int
	}{
		"recovers": {recovers(1), 0}, "is reset": {resets(1), 0}, "late": {fires(-1, "A"), 0},
		"fires": {fires(1, "A"), 1}, "still fires": {repeats(1, "A"), 1},
	} {
		b := newBench(t, nil)
		b.must(fires(0, "A"))
		b.Delete(1)
		b.must(test.message, test.message)
		if n := len(b.Incidents()); n != test.want {
			t.Errorf("%s: %d incidents, want %d", name, n, test.want)
		}
	}
}

// TestLedgerLost: B2C Service knows the incident by its key.
func TestLedgerLost(t *testing.T) {
	for name, test := range map[string]struct {
		message string
		want    filed
	}{
		"fires":    {fires(1, "A"), cpu("Unresolved", isFiring, isFiring)},
		"repeats":  {repeats(1, "A"), cpu("Unresolved", isFiring, isStill)},
		"recovers": {recovers(1), cpu("Updated", isFiring, isOK)},
		"resets":   {resets(1), cpu("Unresolved", isFiring, isSilent)},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(fires(0, "A"))
			other := newBench(t, nil) // another ledger
			b.handler = b.instance(other.Table.Ledger(), nil)
			b.Calls()
			b.must(test.message)
			b.ExpectCalls("GET incidents", "PATCH incidents/1")
			b.Expect(test.want)
		})
	}
}

func TestSeverity(t *testing.T) {
	at := func(kind string, minute int, severity string) string {
		servers := []string{"A"}
		if kind == "FIRING_TO_OK" {
			servers = nil
		}
		return sent{kind: kind, minute: minute, servers: servers, severity: severity}.String()
	}
	tests := []struct {
		name   string
		change string // by an agent, after the first message
		then   []string
		want   string
	}{
		{"stays", "", []string{at("REPEAT", 1, "WARNING")}, "3 - Normal"},
		{"rises", "", []string{at("REPEAT", 1, "CRITICAL")}, "1 - Most Severe"},
		{"is not lowered", "", []string{at("REPEAT", 1, "CRITICAL"), at("REPEAT", 2, "INFO")}, "1 - Most Severe"},
		{"rises when it fires again", "", []string{at("FIRING_TO_OK", 1, "WARNING"), at("OK_TO_FIRING", 2, "ERROR")}, "2 - Severe"},
		{"raised higher by an agent", `{"severity":{"lookupName":"1 - Most Severe"}}`, []string{at("REPEAT", 1, "ERROR")}, "1 - Most Severe"},
		{"lowered by an agent", `{"severity":{"lookupName":"4 - Low"}}`, []string{at("REPEAT", 1, "WARNING")}, "4 - Low"},
		{"taken away by an agent", `{"severity":null}`, []string{at("REPEAT", 1, "CRITICAL")}, ""},
		{"rises in a late message", "", []string{at("REPEAT", 2, "WARNING"), at("REPEAT", 1, "CRITICAL")}, "3 - Normal"},
		{"rises as it recovers", "", []string{at("FIRING_TO_OK", 1, "CRITICAL")}, "3 - Normal"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(at("OK_TO_FIRING", 0, "WARNING"))
			if test.change != "" {
				b.Agent(1, test.change)
			}
			b.must(test.then...)
			if got := b.Incidents()[0].Severity; got != test.want {
				t.Errorf("severity = %q, want %q", got, test.want)
			}
		})
	}
}

// TestCountedRepeats: a repeat that brings nothing new is counted in the ledger only, and told later.
func TestCountedRepeats(t *testing.T) {
	b := newBench(t, map[string]string{"repeat_as": "count"})
	b.must(fires(0, "A"))
	b.Calls()
	b.must(repeats(1, "A"), repeats(2, "A"), repeats(2, "A"))
	b.ExpectCalls()
	b.must(repeats(3, "A", "B"), repeats(4, "A", "B"), recovers(6), repeats(5, "A", "B"))
	b.ExpectCalls("GET incidents/1", "PATCH incidents/1", "GET incidents/1", "PATCH incidents/1")
	b.must(fires(7, "A"), sent{kind: "REPEAT", minute: 8, servers: []string{"A"}, severity: "CRITICAL"}.String())
	b.Expect(filed{Subject: "High CPU", Severity: "1 - Most Severe", Status: "Unresolved", Key: "cpu", Threads: []string{isFiring, isStill, "CLEAR: server A", "CLEAR: server B", isOK, isFiring, isStill}})
	for thread, want := range map[int]string{1: "2 repeats before this one were", 4: "1 repeat before this one was", 5: "1 repeat before this one was", 6: ""} {
		text := b.Texts(1)[thread]
		if strings.Contains(text, "before this one") != (want != "") || !strings.Contains(text, want) {
			t.Errorf("thread %d: %s", thread, text)
		}
	}
}

// TestForgotten: what was seen is remembered for a day.
func TestForgotten(t *testing.T) {
	b := newBench(t, nil)
	b.must(fires(0, "A"))
	b.Pass(23 * time.Hour)
	b.must(recovers(1), fires(0, "A"))
	b.Expect(cpu("Updated", isFiring, isOK))
	b.Pass(2 * time.Hour)
	b.must(repeats(2, "A"))
	st, err := readState(b.Table.Value("alarm/cpu"))
	if err != nil || len(st.Seen) != 2 || st.Seen.Has(positionOf(parse(t, fires(0, "A"))).mark()) || !st.Seen.Has(positionOf(parse(t, recovers(1))).mark()) {
		t.Errorf("seen = %v, %v", st.Seen, err)
	}
}
