package gateway

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// specification reads one as the control plane would.
func specification(tb testing.TB, text string) apigateway.ApiSpecification {
	tb.Helper()
	var spec apigateway.ApiSpecification
	if err := json.Unmarshal([]byte(text), &spec); err != nil {
		tb.Fatalf("specification: %v\n%s", err, text)
	}
	return spec
}

const stock = `{"type":"STOCK_RESPONSE_BACKEND","status":200,"body":"stock"}`

// functions is an Invoker of Go functions. It remembers the calls.
type functions struct {
	mu    sync.Mutex
	calls []call
	run   map[string]func(runner.Call) (*runner.Answer, error)
}

type call struct {
	functionID string
	runner.Call
}

func (f *functions) Invoke(_ context.Context, _ Gateway, functionID string, c runner.Call) (*runner.Answer, error) {
	f.mu.Lock()
	f.calls = append(f.calls, call{functionID, c})
	run := f.run[functionID]
	f.mu.Unlock()
	if run == nil {
		return nil, &runner.Error{Status: 404, Code: "NotAuthorizedOrNotFound", Message: functionID}
	}
	return run(c)
}

// count is how often a function was called.
func (f *functions) count(functionID string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.functionID == functionID {
			n++
		}
	}
	return n
}

func (f *functions) last(t *testing.T) call {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.calls) == 0 {
		t.Fatal("no function was called")
	}
	return f.calls[len(f.calls)-1]
}

// says answers always the same.
func says(body string) func(runner.Call) (*runner.Answer, error) {
	return func(runner.Call) (*runner.Answer, error) {
		return &runner.Answer{Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}, nil
	}
}

func fails(status int) func(runner.Call) (*runner.Answer, error) {
	return func(runner.Call) (*runner.Answer, error) {
		return nil, &runner.Error{Status: status, Code: "Code", Message: "message"}
	}
}

type journal struct {
	mu        sync.Mutex
	access    []AccessEntry
	execution []ExecutionEntry
}

func (j *journal) Access(e AccessEntry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.access = append(j.access, e)
}

func (j *journal) Execution(e ExecutionEntry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.execution = append(j.execution, e)
}

func (j *journal) has(code string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.execution {
		if e.Code == code {
			return true
		}
	}
	return false
}

// bench is a gateway with everything around it that tests look at.
type bench struct {
	*Handler
	functions *functions
	journal   *journal
	clock     *waittest.Clock
}

// newBench serves one deployment at /v1.
func newBench(tb testing.TB, spec string, change ...func(*Options)) *bench {
	tb.Helper()
	b := &bench{
		functions: &functions{run: map[string]func(runner.Call) (*runner.Answer, error){}},
		journal:   &journal{},
		clock:     waittest.NewClockAt(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)),
	}
	o := Options{
		Gateway:     Gateway{ID: "gw", DisplayName: "gateway", CompartmentID: "compartment", TenancyID: "tenancy", Hostname: "host"},
		Deployments: []Deployment{{ID: "deployment", PathPrefix: "/v1", Specification: specification(tb, spec)}},
		Invoker:     b.functions, Logger: b.journal, Clock: b.clock.Now, Fidelity: fidelity.Defaults(),
		CallID: func() string { return "CALL" }, RequestID: func() string { return "REQUEST" },
	}
	for _, c := range change {
		c(&o)
	}
	h, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	b.Handler = h
	return b
}

// request is one as a client sends it, from 192.0.2.1 unless changed.
func request(method, target, body string, headers ...string) *http.Request {
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, content)
	r.Host = "api.example.com"
	r.RemoteAddr = "192.0.2.1:1234"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func (b *bench) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

func (b *bench) get(target string, headers ...string) *httptest.ResponseRecorder {
	return b.send(request("GET", target, "", headers...))
}

// wantStatus checks an answer's status.
func wantStatus(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d: %s", w.Code, status, w.Body)
	}
}
