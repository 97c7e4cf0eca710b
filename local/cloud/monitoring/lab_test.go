package monitoring

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const (
	tenancy     = "ocid1.tenancy.oc1..t"
	compartment = "ocid1.compartment.oc1..c"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// lab is Monitoring alone, with a clock that stands unless it is moved.
type lab struct {
	testing.TB
	*Plane
	store   *store.Store
	clock   time.Time
	options Options
	topic   string
	sent    []delivered
}

type delivered struct {
	At      time.Time
	Topic   string
	Title   string
	Raw     string
	Message message
}

func newLab(t testing.TB, change ...func(*Options)) *lab {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	l := &lab{TB: t, store: s, clock: noon}
	l.options = Options{Fidelity: fidelity.Defaults(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Publish: l.publish, Guard: l.guard}
	for _, f := range change {
		f(&l.options)
	}
	l.open()
	if err := l.Resume(context.Background()); err != nil {
		t.Fatal(err)
	}
	l.topic = l.must("POST", "/20181201/topics", `{"compartmentId": "`+compartment+`"}`).String("id")
	return l
}

// restart closes the service and starts it again over what is stored.
func (l *lab) restart() {
	l.Helper()
	if err := l.Close(); err != nil {
		l.Fatal(err)
	}
	l.open()
	if err := l.Resume(context.Background()); err != nil {
		l.Fatal(err)
	}
}

func (l *lab) open() {
	log := l.options.Log
	engine := resource.NewEngine(resource.Env{
		Region: "us-ashburn-1", RegionKey: "iad", Tenancy: tenancy, Compartments: map[string]string{tenancy: "root", compartment: "c"},
		Clock: func() time.Time { return l.clock },
	}, l.store, api.NewServer(everybody{}, log))
	engine.Register(&resource.Kind{Name: topicKind, Title: "Topic", Paths: []string{"/20181201/topics"}, Active: "ACTIVE", Fields: "compartmentId!"})
	l.Plane = Register(engine, l.options)
}

type everybody struct{}

func (everybody) Verify(r *http.Request, _ []byte) (signature.Principal, error) {
	if r.Header.Get("Caller") != "" {
		return signature.Principal{Type: r.Header.Get("Caller")}, nil
	}
	return signature.Principal{Type: "user"}, nil
}

// guard lets functions post to one namespace.
func (*lab) guard(_ context.Context, caller signature.Principal, _, namespace string) error {
	if caller.IsUser() || namespace == "functions" {
		return nil
	}
	return api.NotFound("Metrics", namespace)
}

func (l *lab) publish(_ context.Context, topic, title string, data []byte) error {
	d := delivered{At: l.clock, Topic: topic, Title: title, Raw: string(data)}
	if err := json.Unmarshal(data, &d.Message); err != nil {
		l.Errorf("message %s: %v", data, err)
	}
	l.sent = append(l.sent, d)
	return nil
}

func (l *lab) call(method, path, body string) (int, store.Document) {
	l.Helper()
	w := httptest.NewRecorder()
	l.engine.Server.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	data := w.Body.Bytes()
	if len(data) > 0 && data[0] == '[' {
		data = fmt.Appendf(nil, `{"items": %s}`, data)
	}
	doc := store.Document{}
	if len(data) > 0 {
		var err error
		if doc, err = store.ParseDocument(data); err != nil {
			l.Fatalf("%s %s: %s: %v", method, path, data, err)
		}
	}
	return w.Code, doc
}

func (l *lab) must(method, path, body string) store.Document {
	l.Helper()
	status, doc := l.call(method, path, body)
	if status/100 != 2 {
		l.Fatalf("%s %s %s: %d %v", method, path, body, status, doc)
	}
	return doc
}

// alarm creates an alarm on namespace servers; more is further JSON, or replaces.
func (l *lab) alarm(query, more string) string {
	l.Helper()
	doc, err := store.ParseDocument([]byte("{" + more + "}"))
	if err != nil {
		l.Fatal(err)
	}
	for key, value := range map[string]any{"displayName": "Hot", "compartmentId": compartment, "metricCompartmentId": compartment,
		"namespace": "servers", "query": query, "severity": "CRITICAL", "destinations": []string{l.topic}, "isEnabled": true} {
		doc.Default(key, value)
	}
	body, err := json.Marshal(doc)
	if err != nil {
		l.Fatal(err)
	}
	return l.must("POST", base+"/alarms", string(body)).String("id")
}

// report posts a datapoint of now for each server, as "A=90 B=20".
func (l *lab) report(text string) {
	l.Helper()
	for _, word := range strings.Fields(text) {
		server, value, _ := strings.Cut(word, "=")
		l.must("POST", base+"/metrics", fmt.Sprintf(`{"metricData": [{"namespace": "servers", "name": "Temperature", "compartmentId": %q,
			"dimensions": {"server": %q}, "datapoints": [{"timestamp": %q, "value": %s}]}]}`, compartment, server, l.clock.Format(time.RFC3339Nano), value))
	}
}

// minutes reports and lets a minute pass, for each text. What is said along the way
// comes back as "OK_TO_FIRING A B", with the minute of its sending before it.
func (l *lab) minutes(reports ...string) string {
	l.Helper()
	began, before := l.clock, len(l.sent)
	for _, text := range reports {
		l.report(text)
		l.pass(time.Minute)
	}
	return l.said(began, before)
}

func (l *lab) pass(d time.Duration) {
	l.Helper()
	l.clock = l.clock.Add(d)
	if err := l.Tick(context.Background()); err != nil {
		l.Fatal(err)
	}
}

func (l *lab) said(began time.Time, from int) string {
	var words []string
	for _, d := range l.sent[from:] {
		word := fmt.Sprintf("%d %s", d.At.Sub(began)/time.Minute, d.Message.Type)
		for _, dimensions := range d.Message.AlarmMetaData[0].Dimensions {
			word += " " + dimensions["server"]
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// times repeats a minute's report.
func times(n int, report string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = report
	}
	return list
}
