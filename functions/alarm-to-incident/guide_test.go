package main

import (
	"flag"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the threads say to testdata")

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// golden compares threads to a file of them.
func golden(t *testing.T, name string, threads []string) {
	t.Helper()
	got := strings.Join(threads, "\n\n========================================\n\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, name), got); diff != "" {
		t.Errorf("threads (-want +got): %s", diff)
	}
}

// TestGuide: the guide's two messages become one incident with two threads, in whatever order and however often they come.
func TestGuide(t *testing.T) {
	firing, ok := read(t, "ok-to-firing.json"), read(t, "firing-to-ok.json")
	for name, order := range map[string][]string{
		"as sent":     {firing, ok},
		"twice":       {firing, firing, ok, ok, firing},
		"OK first":    {ok, firing},
		"OK first, 2": {ok, ok, firing, ok},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			f := functiontest.Serve(t, b.handler)
			for i, body := range order {
				answer, err := f.Notify(t.Context(), functiontest.Notification{Body: body, MessageID: "m", Deadline: time.Now().Add(time.Hour)})
				if err != nil || answer.Status != http.StatusOK || !strings.HasPrefix(answer.Body, `{"message":"`) {
					t.Fatalf("message %d: %+v, %v\n%s", i, answer, err, &b.Log)
				}
			}
			want := filed{Subject: "Test Alert", Severity: "4 - Low", Status: "Updated", Key: "9a38cd1c-f808-4871-8c2a-abc4a72a9868",
				Threads: []string{"FIRING: Test Alert", "OK: Test Alert"}}
			if order[0] == ok {
				want.Threads[0] = "LATE, FIRING: Test Alert"
			} else {
				golden(t, "guide.txt", b.Texts(1))
			}
			b.Expect(want)
		})
	}
}

// TestStory is the guide's story: server A fires, then A and B, then B and C, and then none.
func TestStory(t *testing.T) {
	b := newBench(t, nil)
	b.must(fires(0, "A"), repeats(10, "A", "B"), repeats(20, "B", "C"), recovers(30))
	texts := b.Texts(1)
	for i, text := range texts {
		forPeople, _, _ := strings.Cut(text, "\n"+incidents.Rule)
		texts[i] = strings.TrimSpace(forPeople)
	}
	golden(t, "story.txt", texts)
	if n := len(b.Incidents()); n != 1 {
		t.Errorf("%d incidents", n)
	}
}

// TestCalls: two at the most for a message, and none for one that was seen.
func TestCalls(t *testing.T) {
	b := newBench(t, nil)
	b.must(fires(0, "A"))
	b.ExpectCalls("GET incidents", "POST incidents")
	for _, body := range []string{repeats(1, "A", "B"), repeats(2, "B"), recovers(3), fires(4, "A"), resets(5), fires(6, "A"), repeats(3, "A"), recovers(7)} {
		b.must(body)
		b.ExpectCalls("GET incidents/1", "PATCH incidents/1")
		b.must(body)
		b.ExpectCalls()
	}
	if log := b.Log.String(); !strings.Contains(log, `"msg":"known already"`) || strings.Contains(log, "Runbook") || strings.Contains(log, "server") {
		t.Errorf("log: %s", log)
	}
}

// TestNotAlarm: what is no alarm message is left alone.
func TestNotAlarm(t *testing.T) {
	b := newBench(t, nil)
	for _, body := range []string{"", "Hello", `{"eventType":"x"}`, `{"dedupeKey":"` + strings.Repeat("x", 300<<10) + `"}`} {
		if status, message := b.deliver(body); status != http.StatusOK || !strings.Contains(message, "not an alarm message") {
			t.Errorf("%.20q: %d %s", body, status, message)
		}
	}
	b.ExpectCalls()
	if calls := b.Table.Calls(); !slices.Equal(calls, nil) {
		t.Errorf("calls of the ledger: %v", calls)
	}
	if n := strings.Count(b.Log.String(), `"msg":"message ignored"`); n != 4 {
		t.Errorf("%d of 4 are in the log: %s", n, &b.Log)
	}
}
