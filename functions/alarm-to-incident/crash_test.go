package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// mishap is what happens to the function's calls of B2C Service, from a certain one on.
type mishap struct {
	name    string
	commits bool // that call is carried out all the same
	lasts   bool // the following calls fail too, until the message was given back
	dies    bool // the function's process ends: it reaches the ledger no more
	hangs   bool // there is no answer, instead of a broken connection
	answers bool // that call is answered
}

var mishaps = []mishap{
	{name: "a broken connection"},
	{name: "a broken connection, carried out", commits: true},
	{name: "B2C Service goes away", lasts: true},
	{name: "B2C Service goes away, carried out", lasts: true, commits: true},
	{name: "the process dies", lasts: true, dies: true},
	{name: "the process dies, carried out", lasts: true, dies: true, commits: true},
	{name: "the process dies, answered", lasts: true, dies: true, commits: true, answers: true},
	{name: "no answer, carried out", commits: true, hangs: true},
}

// mortal are the ledger's rows as a process sees them that may die.
type mortal struct {
	ledger.Rows
	dead *atomic.Bool
}

func (m mortal) GetRow(ctx context.Context, r nosql.GetRowRequest) (nosql.GetRowResponse, error) {
	if m.dead.Load() {
		return nosql.GetRowResponse{}, death{}
	}
	return m.Rows.GetRow(ctx, r)
}

func (m mortal) UpdateRow(ctx context.Context, r nosql.UpdateRowRequest) (nosql.UpdateRowResponse, error) {
	if m.dead.Load() {
		return nosql.UpdateRowResponse{}, death{}
	}
	return m.Rows.UpdateRow(ctx, r)
}

// death is a refusal, as nothing waits for those to pass.
type death struct{}

func (death) Error() string           { return "the process is dead" }
func (death) GetHTTPStatusCode() int  { return http.StatusForbidden }
func (death) GetCode() string         { return "Dead" }
func (death) GetMessage() string      { return "" }
func (death) GetOpcRequestID() string { return "" }

// patient is a bench on which things go wrong.
type patient struct {
	*bench
	dead  atomic.Bool
	calls int
	skew  time.Duration // of the ledger's clock
}

func newPatient(t *testing.T, settings map[string]string) *patient {
	p := &patient{bench: newBench(t, settings)}
	l := ledger.New(ledger.Options{Rows: mortal{p.table, &p.dead}, Table: "ledger", Clock: func() time.Time { return time.Now().Add(p.skew) }})
	h := p.instance(l, settings)
	h.parallel = 1 // so that the function's calls have an order
	p.handler = h
	return p
}

// suffer lets a mishap happen at the function's call with a number.
func (p *patient) suffer(m mishap, at int) {
	p.calls = 0
	p.meddle = func(w http.ResponseWriter, r *http.Request) {
		p.calls++
		if p.calls < at || p.calls > at && !m.lasts {
			p.desk.ServeHTTP(w, r)
			return
		}
		if p.calls == at && m.dies {
			p.dead.Store(true)
		}
		switch {
		case p.calls == at && m.answers:
			p.desk.ServeHTTP(w, r)
			return
		case p.calls == at && m.commits:
			p.desk.ServeHTTP(httptest.NewRecorder(), r)
		}
		if m.hangs {
			<-r.Context().Done()
		}
		panic(http.ErrAbortHandler)
	}
}

// recover ends the mishap. A dead process's hold is over by then.
func (p *patient) recover() {
	p.meddle = nil
	if p.dead.Swap(false) {
		p.skew += 10 * time.Minute
	}
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
	for _, m := range mishaps {
		for _, b := range []between{{name: "nothing"}, {name: "the next message", next: true}, {name: "the next message, later", next: true, wait: once.Patience}} {
			for at := 1; at <= 3; at++ {
				for struck := range 3 {
					t.Run(fmt.Sprintf("%s/%s/message %d/call %d", m.name, b.name, struck, at), func(t *testing.T) {
						if m.hangs {
							t.Parallel()
						}
						if m.hangs && b.next {
							t.Skip("takes its time, and is as if the connection were broken")
						}
						testMishap(t, m, b, struck, at)
					})
				}
			}
		}
	}
}

func testMishap(t *testing.T, m mishap, b between, struck, at int) {
	life := []string{fires(0, "A", "B"), repeats(10, "B", "C"), recovers(20)}
	want := []string{isFiring, "CLEAR: server A", isStill, "CLEAR: server B", "CLEAR: server C", isOK}
	overtaken := [][]string{ // by the next message
		{isStill, "LATE, " + isFiring, "CLEAR: server B", "CLEAR: server C", isOK},
		{isFiring, "CLEAR: server A", "CLEAR: server B", isOK, "LATE, " + isStill},
		want,
	}
	p := newPatient(t, nil)
	if m.hangs {
		p.now = time.Now() // as the deadline is
	}
	p.must(life[:struck]...)
	p.suffer(m, at)
	status := p.deliverOnce(life[struck], m.hangs)
	p.recover()
	p.pass(b.wait)
	if b.next && struck+1 < len(life) {
		p.deliver(life[struck+1])
	}
	p.must(life[struck:]...)
	p.expectOnce(life)
	// A message that was carried out unknown to the ledger may be followed by one that knows too little of the resources.
	if m.commits && b.wait > 0 {
		return
	}
	if got := p.incidents()[0].Threads; !slices.Equal(got, want) && (status == http.StatusOK || !b.next || !slices.Equal(got, overtaken[struck])) {
		t.Errorf("threads = %q\nwant %q\n  or %q\n%s", got, want, overtaken[struck], &p.log)
	}
}

// TestOvertakenOnce: an end that was told with a message that failed halfway is not told again with another one.
func TestOvertakenOnce(t *testing.T) {
	p := newPatient(t, nil)
	p.must(recovers(5))
	p.suffer(mishap{commits: true, lasts: true}, 1)
	if status, _ := p.deliver(repeats(3, "A")); status == http.StatusOK {
		t.Fatal("the mishap did not happen")
	}
	p.recover()
	p.pass(once.Patience)
	p.must(fires(0, "A"), repeats(3, "A"))
	p.expectOnce([]string{fires(0, "A"), repeats(3, "A"), recovers(5)})
}

// TestRefused: what B2C Service refuses was not written, so nothing waits for it.
func TestRefused(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound} {
		b := newBench(t, nil)
		b.must(fires(0, "A"))
		b.meddle = func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch {
				w.WriteHeader(status)
				return
			}
			b.desk.ServeHTTP(w, r)
		}
		if status, _ := b.deliver(repeats(1, "A")); status < 500 {
			t.Errorf("answer = %d", status)
		}
		b.meddle = nil
		b.must(recovers(2))
		b.expect(cpu("Updated", isFiring, isOK))
	}
}

// deliverOnce delivers a message, with little time if there will be no answer.
func (p *patient) deliverOnce(body string, hangs bool) int {
	ctx := p.t.Context()
	if hangs {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, once.Reserve+400*time.Millisecond)
		defer cancel()
	}
	status, _ := deliver(ctx, p.handler, body)
	return status
}

// expectOnce: there is one incident, with the last status, which was told each message once.
func (p *patient) expectOnce(messages []string) {
	p.t.Helper()
	if all := p.incidents(); len(all) != 1 || all[0].Status != "Updated" {
		p.t.Errorf("incidents = %+v\n%s", all, &p.log)
	}
	all := strings.Join(p.texts(1), "\n")
	for _, body := range messages {
		if n := strings.Count(all, parse(p.t, body).Source()); n != 1 {
			p.t.Errorf("told %d times: %.60s\n%s", n, body, &p.log)
		}
	}
}
