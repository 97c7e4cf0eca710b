// Package incidentstest tests functions that let incidents follow messages: with the simulated B2C Service, over TLS, and a ledger in
// memory, both at hand to look into, and with what may go wrong on the way to either.
package incidentstest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// Noon is when tests begin.
var Noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// Bench is what surrounds a function.
type Bench struct {
	T     testing.TB
	Desk  http.Handler // the simulated B2C Service itself
	Table *ledgertest.Table
	Log   functiontest.Log
	// Meddle, if it is set, answers the function's calls in place of the desk.
	Meddle func(w http.ResponseWriter, r *http.Request)
	// Patience is the function's, when it waits for an answer.
	Patience waittest.Patience

	*waittest.Clock // at the desk and in the function

	site *httptest.Server
}

// New returns a bench until the test ends. At the desk is one contact, with id 1.
func New(t testing.TB) *Bench {
	t.Helper()
	b := &Bench{T: t, Clock: waittest.NewClockAt(Noon), Table: ledgertest.New(t)}
	d, err := desk.New(desk.Options{Path: desk.Memory, User: "cxbridge", Password: "correct horse",
		FirstContact: "Oracle Cloud Monitoring", Clock: b.Now})
	if err != nil {
		t.Fatal(err)
	}
	b.Desk = d.Handler()
	b.site = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.Meddle != nil {
			b.Meddle(w, r)
			return
		}
		b.Desk.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		b.site.Close()
	})
	return b
}

// plain are credentials that are at hand.
type plain struct{}

func (plain) Value(context.Context) (credentials.Pair, error) {
	return credentials.Pair{User: "cxbridge", Password: "correct horse"}, nil
}
func (plain) Invalidate(credentials.Pair) {}

// Client returns a client of the desk, which does not wait before it calls again, and for an answer until the patience ends.
func (b *Bench) Client() *b2c.Client {
	b.T.Helper()
	client, err := b2c.New(b2c.Options{
		Hostname: strings.TrimPrefix(b.site.URL, "https://"), ApplicationContext: "cxbridge", Credentials: plain{},
		RootCAs: b.site.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs,
		Clock:   b.Now, WithTimeout: b.Patience.WithTimeout,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return client
}

// KeepTime lets the bench's time be the real one: contexts' deadlines are compared with it.
func (b *Bench) KeepTime() {
	b.Pass(time.Since(b.Now()))
}
