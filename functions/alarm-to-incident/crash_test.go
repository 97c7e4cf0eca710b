package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
	"github.com/cxbridge/cxbridge/shared/once"
)

// patient is a bench on which things go wrong.
type patient struct {
	*bench
	*incidentstest.Trouble
}

func newPatient(t *testing.T, settings map[string]string) *patient {
	b := newBench(t, settings)
	p := &patient{b, incidentstest.NewTrouble(b.Bench)}
	h := p.instance(p.Ledger(), settings)
	h.parallel = 1 // so that the function's calls have an order
	p.handler = h
	return p
}

// between is what happens before the message that the mishap struck is delivered again.
type between struct {
	name string
	next bool          // the next message comes
	wait time.Duration // before that
}

// TestMishaps: whatever goes wrong at whichever call of whichever message, and whatever comes before it is delivered again,
// no thread and no incident is doubled or lost.
func TestMishaps(t *testing.T) {
	for _, m := range incidentstest.Mishaps() {
		for _, b := range []between{{name: "nothing"}, {name: "the next message", next: true}, {name: "the next message, later", next: true, wait: once.Patience}} {
			if m.Hangs && b.next {
				continue // is as if the connection were broken
			}
			for at := 1; at <= 3; at++ {
				for struck := range 3 {
					t.Run(fmt.Sprintf("%s/%s/message %d/call %d", m.Name, b.name, struck, at), func(t *testing.T) {
						testMishap(t, m, b, struck, at)
					})
				}
			}
		}
	}
}

func testMishap(t *testing.T, m incidentstest.Mishap, b between, struck, at int) {
	life := []string{fires(0, "A", "B"), repeats(10, "B", "C"), recovers(20)}
	want := []string{isFiring, "CLEAR: server A", isStill, "CLEAR: server B", "CLEAR: server C", isOK}
	overtaken := [][]string{ // by the next message
		{isStill, "LATE, " + isFiring, "CLEAR: server B", "CLEAR: server C", isOK},
		{isFiring, "CLEAR: server A", "CLEAR: server B", isOK, "LATE, " + isStill},
		want,
	}
	p := newPatient(t, nil)
	p.must(life[:struck]...)
	p.Suffer(m, at)
	status, _ := p.deliver(life[struck])
	p.Recover()
	p.Pass(b.wait)
	if b.next && struck+1 < len(life) {
		p.deliver(life[struck+1])
	}
	p.must(life[struck:]...)
	p.expectOnce(life)
	// A message that was carried out unknown to the ledger may be followed by one that knows too little of the resources.
	if m.Commits && b.wait > 0 {
		return
	}
	if got := p.Incidents()[0].Threads; !slices.Equal(got, want) && (status == http.StatusOK || !b.next || !slices.Equal(got, overtaken[struck])) {
		t.Errorf("threads = %q\nwant %q\n  or %q\n%s", got, want, overtaken[struck], &p.Log)
	}
}

// TestOvertakenOnce: an end that was told with a message that failed halfway is not told again with another one.
func TestOvertakenOnce(t *testing.T) {
	p := newPatient(t, nil)
	p.must(recovers(5))
	p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 1)
	if status, _ := p.deliver(repeats(3, "A")); status == http.StatusOK {
		t.Fatal("the mishap did not happen")
	}
	p.Recover()
	p.Pass(once.Patience)
	p.must(fires(0, "A"), repeats(3, "A"))
	p.expectOnce([]string{fires(0, "A"), repeats(3, "A"), recovers(5)})
}

// TestEndOvertakesUnknown: an end is not lost that comes when a firing message failed halfway and before that one comes again, and
// the incident does not go on as firing.
func TestEndOvertakesUnknown(t *testing.T) {
	for name, settings := range map[string]map[string]string{"an incident": nil, "an incident for each resource": perResource} {
		for _, before := range [][]string{nil, {fires(0, "A"), recovers(1)}} {
			for _, commits := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%d before/carried out %v", name, len(before), commits), func(t *testing.T) {
					p := newPatient(t, settings)
					p.must(before...)
					p.Suffer(incidentstest.Mishap{Commits: commits, Lasts: true}, 2)
					if status, _ := p.deliver(fires(2, "A")); status == http.StatusOK {
						t.Fatal("the mishap did not happen")
					}
					p.Recover()
					p.Pass(once.Patience)
					p.must(recovers(3), fires(2, "A"))
					p.expectOnce(append(before, fires(2, "A"), recovers(3)))
				})
			}
		}
	}
}

// TestOldEndOfUnknown: an end that is older than a firing message that failed halfway does not end what that one tells.
func TestOldEndOfUnknown(t *testing.T) {
	p := newPatient(t, nil)
	p.must(fires(0, "A"))
	p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 2)
	if status, _ := p.deliver(fires(2, "A")); status == http.StatusOK {
		t.Fatal("the mishap did not happen")
	}
	p.Recover()
	p.Pass(once.Patience)
	p.must(recovers(1), fires(2, "A"))
	p.Expect(cpu("Unresolved", isFiring, isFiring, isOK))
}

// TestRefused: what B2C Service refuses was not written, so nothing waits for it.
func TestRefused(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound} {
		b := newBench(t, nil)
		b.must(fires(0, "A"))
		b.Meddle = func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch {
				w.WriteHeader(status)
				return
			}
			b.Desk.ServeHTTP(w, r)
		}
		if status, _ := b.deliver(repeats(1, "A")); status < 500 {
			t.Errorf("answer = %d", status)
		}
		b.Meddle = nil
		b.must(recovers(2))
		b.Expect(cpu("Updated", isFiring, isOK))
	}
}

// expectOnce: there is one incident, with the last status, which was told each message once.
func (p *patient) expectOnce(messages []string) {
	p.T.Helper()
	if all := p.Incidents(); len(all) != 1 || all[0].Status != "Updated" {
		p.T.Errorf("incidents = %+v\n%s", all, &p.Log)
	}
	all := strings.Join(p.Texts(1), "\n")
	for _, body := range messages {
		if n := strings.Count(all, parse(p.T, body).Source()); n != 1 {
			p.T.Errorf("told %d times: %.60s\n%s", n, body, &p.Log)
		}
	}
}
