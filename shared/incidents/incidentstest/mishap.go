package incidentstest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// Mishap is what happens to the function's calls of B2C Service, from a certain one on.
type Mishap struct {
	Name    string
	Commits bool // that call is carried out all the same
	Lasts   bool // the following calls fail too, until the message was given back
	Dies    bool // the function's process ends: it reaches the ledger no more
	Hangs   bool // there is no answer, instead of a broken connection
	Answers bool // that call is answered
}

// Mishaps are all kinds.
func Mishaps() []Mishap {
	return []Mishap{
		{Name: "a broken connection"},
		{Name: "a broken connection, carried out", Commits: true},
		{Name: "B2C Service goes away", Lasts: true},
		{Name: "B2C Service goes away, carried out", Lasts: true, Commits: true},
		{Name: "the process dies", Lasts: true, Dies: true},
		{Name: "the process dies, carried out", Lasts: true, Dies: true, Commits: true},
		{Name: "the process dies, answered", Lasts: true, Dies: true, Commits: true, Answers: true},
		{Name: "no answer, carried out", Commits: true, Hangs: true},
	}
}

// Trouble lets things go wrong on a bench, for a function that uses its ledger and calls B2C Service one call after the other.
type Trouble struct {
	Count int // the function's calls of B2C Service since this was last set, as far as the bench meddles

	bench *Bench
	dead  atomic.Bool   // the function's process
	skew  time.Duration // of the ledger's clock
}

// NewTrouble returns trouble that has not begun.
func NewTrouble(b *Bench) *Trouble { return &Trouble{bench: b} }

// Ledger returns the ledger of a process that may die.
func (t *Trouble) Ledger() *ledger.Ledger {
	return ledger.New(ledger.Options{Rows: mortal{t.bench.Table, &t.dead}, Table: "ledger",
		Clock: func() time.Time { return time.Now().Add(t.skew) }})
}

// Suffer lets a mishap happen at the function's call with a number.
func (t *Trouble) Suffer(m Mishap, at int) {
	t.Count = 0
	t.bench.Meddle = func(w http.ResponseWriter, r *http.Request) {
		t.Count++
		if t.Count < at || t.Count > at && !m.Lasts {
			t.bench.Desk.ServeHTTP(w, r)
			return
		}
		if t.Count == at && m.Dies {
			t.dead.Store(true)
		}
		switch {
		case t.Count == at && m.Answers:
			t.bench.Desk.ServeHTTP(w, r)
			return
		case t.Count == at && m.Commits:
			t.bench.Desk.ServeHTTP(httptest.NewRecorder(), r)
		}
		if m.Hangs {
			t.bench.Patience.End()
			<-r.Context().Done()
		}
		panic(http.ErrAbortHandler)
	}
}

// SufferAtRandom lets every fifth call fail if there are faults at all, carried out or not, and some processes die of it.
func (t *Trouble) SufferAtRandom(random *rand.Rand, faults bool) {
	t.bench.Meddle = func(w http.ResponseWriter, r *http.Request) {
		t.Count++
		switch {
		case t.dead.Load():
		case !faults || random.IntN(5) > 0:
			t.bench.Desk.ServeHTTP(w, r)
			return
		default:
			if random.IntN(2) == 0 {
				t.bench.Desk.ServeHTTP(httptest.NewRecorder(), r)
			}
			t.dead.Store(random.IntN(4) == 0)
		}
		panic(http.ErrAbortHandler)
	}
}

// Recover ends the mishap.
func (t *Trouble) Recover() {
	t.bench.Meddle = nil
	t.Revive()
}

// Revive replaces a process that died, whose hold is over by then, and tells whether it had.
func (t *Trouble) Revive() bool {
	died := t.dead.Swap(false)
	if died {
		t.skew += 10 * time.Minute
	}
	return died
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
