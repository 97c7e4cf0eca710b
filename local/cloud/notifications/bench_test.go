package notifications

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var ctx = context.Background()

// bench is a plane inside a synctest bubble, where hours take no time.
type bench struct {
	*Plane
	t        *testing.T
	path     string
	store    *store.Store
	switches fidelity.Switches

	mu      sync.Mutex
	began   time.Time
	calls   []call
	metrics []Metric
	answer  func(call) error // of functions
}

// call is what a function got, and when, counted from the beginning.
type call struct {
	runner.Call
	function string
	after    time.Duration
}

// user signs everything.
type user struct{}

func (user) Verify(*http.Request, []byte) (signature.Principal, error) {
	return signature.Principal{Type: "user"}, nil
}

// inTime runs a test in a bubble.
func inTime(t *testing.T, test func(b *bench)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, path: path, switches: fidelity.Defaults(), began: time.Now(), answer: func(call) error { return nil }}
		b.open()
		test(b)
		b.shut()
	})
}

func (b *bench) open() {
	b.t.Helper()
	s, err := store.Open(b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	b.store = s
	e := resource.NewEngine(resource.Env{URL: "http://cloud", Clock: time.Now, Region: "us-ashburn-1", RegionKey: "iad", Tenancy: "tenancy",
		Compartments: map[string]string{"c": "c", "d": "d"}}, s, api.NewServer(user{}, slog.New(slog.DiscardHandler)))
	e.Register(&resource.Kind{Name: "fnfunc", Title: "Function", Paths: []string{base + "/functions"}, Fields: "compartmentId!"})
	b.Plane = Register(e, Options{Invoke: b.invoke, Emit: b.measure, Fidelity: b.switches, Log: slog.New(slog.DiscardHandler),
		Timer: func(d time.Duration, f func()) func() {
			timer := time.AfterFunc(d, f)
			return func() { timer.Stop() }
		}})
}

func (b *bench) shut() {
	b.t.Helper()
	b.Close()
	if err := b.store.Close(); err != nil {
		b.t.Error(err)
	}
}

func (b *bench) invoke(_ context.Context, by Subscription, c runner.Call) error {
	b.mu.Lock()
	got := call{c, by.FunctionID, time.Since(b.began)}
	b.calls = append(b.calls, got)
	b.mu.Unlock()
	return b.answer(got)
}

func (b *bench) measure(m Metric) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.metrics = append(b.metrics, m)
}

// rest waits until all that is to be done now is done.
func (b *bench) rest() []call {
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls
}

// send calls the API.
func (b *bench) send(method, path, body string) (int, store.Document) {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.engine.Server.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	d, err := store.ParseDocument(w.Body.Bytes())
	if err != nil {
		d = store.Document{"text": w.Body.String()}
	}
	return w.Code, d
}

func (b *bench) make(path, body string) string {
	b.t.Helper()
	status, d := b.send("POST", base+path, body)
	if status != 200 {
		b.t.Fatalf("%s %s: %d %v", path, body, status, d)
	}
	if id := d.String("topicId"); path == "/topics" {
		return id
	}
	return d.String("id")
}

func (b *bench) topic() string { return b.make("/topics", `{"name":"alarms","compartmentId":"c"}`) }

// function is a new one, subscribed to a topic.
func (b *bench) function(topic string) (function, subscription string) {
	function = b.make("/functions", `{"compartmentId":"c"}`)
	return function, b.subscribe(topic, protocolFunction, function)
}

func (b *bench) subscribe(topic, protocol, endpoint string) string {
	return b.make("/subscriptions", `{"topicId":"`+topic+`","compartmentId":"c","protocol":"`+protocol+`","endpoint":"`+endpoint+`"}`)
}

func (b *bench) publish(topic, message string) string {
	b.t.Helper()
	id, err := b.Publish(ctx, topic, "title", []byte(message))
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// kept is how many deliveries are under way.
func (b *bench) kept() (n int) {
	b.t.Helper()
	err := b.store.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Deliveries()
		n = len(list)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}
