package delivery

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
)

// caller is a transport that is a function.
type caller func(*http.Request) (*http.Response, error)

func (c caller) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

// dispatch delivers to a number of listeners by a transport.
func dispatch(t *testing.T, listeners int, transport caller) *Dispatcher {
	t.Helper()
	records := shelf(t).o.Store
	book := &registration.Book{Store: records, Fidelity: fidelity.Defaults()}
	for i := range listeners {
		if _, err := book.Add("", "", registration.Registration{
			Type: "external", APIs: []registration.API{{Name: "troubleTicket", Version: "v4"}},
			Locality: registration.Locality{External: &registration.External{URL: fmt.Sprintf("https://gateway.example/%d", i)}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	d := New(Options{
		Store: records, Book: book, Client: &http.Client{Transport: transport}, Clock: time.Now, Fidelity: fidelity.Defaults(),
		Timer: func(time.Duration, func()) func() { return func() {} }, Logger: slog.New(slog.DiscardHandler),
	})
	t.Cleanup(d.Close)
	return d
}

func taken() (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(strings.NewReader(""))}, nil
}

// TestParallel: as many attempts as allowed are made at a time, and not more.
func TestParallel(t *testing.T) {
	var under, most atomic.Int64
	full := make(chan struct{})
	fill := sync.OnceFunc(func() { close(full) })
	d := dispatch(t, 2*parallel, func(*http.Request) (*http.Response, error) {
		now := under.Add(1)
		defer under.Add(-1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		if now == parallel {
			fill()
		}
		<-full
		return taken()
	})
	if _, err := d.Publish("troubleTicket", "v4", []byte("{}")); err != nil || most.Load() != parallel {
		t.Errorf("%d at a time, %v", most.Load(), err)
	}
}

// TestLongNames: what an event calls itself does not multiply its size.
func TestLongNames(t *testing.T) {
	d := dispatch(t, 1, func(*http.Request) (*http.Response, error) { return taken() })
	long := strings.Repeat("ü", 5000)
	list, err := d.Publish("troubleTicket", "v4", []byte(`{"eventId":"`+long+`","eventType":"`+long+`"}`))
	if err != nil || len(list[0].EventID) != 2*maxShort || len(list[0].EventType) != 2*maxShort {
		t.Errorf("%v, %d deliveries", err, len(list))
	}
}
