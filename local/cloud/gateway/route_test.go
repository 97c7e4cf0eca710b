package gateway

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPatterns(t *testing.T) {
	for _, tt := range []struct {
		pattern, path string
		want          map[string]string // nil: no match
	}{
		{"/", "/", map[string]string{}},
		{"/a", "/a", map[string]string{}},
		{"/a", "/a/", nil},
		{"/a/", "/a/", map[string]string{}},
		{"/a/", "/a", nil},
		{"/a", "/A", nil},
		{"/a/b", "/a//b", nil},
		{"/{x}", "/1", map[string]string{"x": "1"}},
		{"/{x}", "/", nil},
		{"/{x}", "/1/2", nil},
		{"/{x}/b", "/1%2F2/b", map[string]string{"x": "1%2F2"}},
		{"/a/{x*}", "/a", map[string]string{"x": ""}},
		{"/a/{x*}", "/a/", map[string]string{"x": ""}},
		{"/a/{x*}", "/a/b/c", map[string]string{"x": "b/c"}},
		{"/a/{x*}", "/b", nil},
		{"/a/{x*}", "/a/../admin", nil},
		{"/a/{x*}", "/a/%2E%2e/admin", nil},
		{"/{x}", "/..", nil},
	} {
		got, ok := parsePattern(tt.pattern).match(tt.path)
		if ok != (tt.want != nil) || ok && !cmp.Equal(got, tt.want) {
			t.Errorf("%s on %s: %v %v, want %v", tt.pattern, tt.path, got, ok, tt.want)
		}
	}
}

// stocks is a specification whose routes answer with their own number.
func stocks(routes ...string) string {
	var list []string
	for i, r := range routes {
		method, path, _ := strings.Cut(r, " ")
		list = append(list, fmt.Sprintf(`{"path":%q,"methods":[%q],"backend":{"type":"STOCK_RESPONSE_BACKEND","status":200,"body":"%d"}}`, path, method, i))
	}
	return `{"routes":[` + strings.Join(list, ",") + `]}`
}

func TestRouting(t *testing.T) {
	b := newBench(t, stocks("GET /{id}", "POST /a", "ANY /any", "GET /a", "GET /a/{rest*}", "GET /a/{id}"))
	for _, tt := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/v1/a", 200, "3"},
		{"POST", "/v1/a", 200, "1"},
		{"GET", "/v1/b", 200, "0"},
		{"PATCH", "/v1/any", 200, "2"},
		{"GET", "/v1/a/1", 200, "5"},
		{"GET", "/v1/a/1/2", 200, "4"},
		{"DELETE", "/v1/a", 405, ""},
		{"POST", "/v1/x/y", 404, ""},
		{"GET", "/v1", 404, ""},
		{"GET", "/v10/a", 404, ""},
		{"GET", "/", 404, ""},
	} {
		w := b.send(request(tt.method, tt.path, ""))
		if w.Code != tt.status || tt.body != "" && w.Body.String() != tt.body {
			t.Errorf("%s %s: %d %s, want %d %s", tt.method, tt.path, w.Code, w.Body, tt.status, tt.body)
		}
	}
	w := b.send(request("DELETE", "/v1/a", ""))
	if got := w.Header().Get("Allow"); got != "GET, POST" {
		t.Errorf("Allow is %q", got)
	}
	if got, want := w.Body.String(), `{"code":405,"message":"Method Not Allowed"}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}

func TestTheLongestPrefixAnswers(t *testing.T) {
	b := newBench(t, stocks("GET /v2/x"), func(o *Options) {
		o.Deployments = append(o.Deployments,
			Deployment{ID: "inner", PathPrefix: "/v1/v2", Specification: specification(t, stocks("GET /other", "GET /x"))},
			Deployment{ID: "root", PathPrefix: "/", Specification: specification(t, stocks("GET /y", "GET /z"))})
	})
	for path, body := range map[string]string{"/v1/v2/x": "1", "/z": "1"} {
		if got := b.get(path).Body.String(); got != body {
			t.Errorf("%s answered by %s", path, got)
		}
	}
}

func TestSizes(t *testing.T) {
	b := newBench(t, stocks("GET /a"))
	long := strings.Repeat("x", maxHead)
	wantStatus(t, b.get("/v1/a?q="+long), 414)
	wantStatus(t, b.get("/v1/a", "X-Long", long), 431)
	wantStatus(t, b.get("/v1/a", "X-Long", long[:maxHead-100]), 200)
}

func TestLogs(t *testing.T) {
	b := newBench(t, `{"loggingPolicies":{"executionLog":{"logLevel":"ERROR"}},"routes":[
		{"path":"/stock","backend":`+stock+`},
		{"path":"/f","backend":{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}},
		{"path":"/quiet","loggingPolicies":{"executionLog":{"logLevel":"INFO"}},"backend":`+stock+`}]}`)
	b.get("/v1/stock?a=b", "User-Agent", "curl", "Referer", "there")
	want := AccessEntry{
		Time: b.clock.Now(), HTTPMethod: "GET", RequestURI: "/v1/stock?a=b", ServerProtocol: "HTTP/1.1", BodyBytesSent: 5,
		GatewayID: "gw", GatewayDisplayName: "gateway", DeploymentID: "deployment", HTTPUserAgent: "curl", HTTPReferrer: "there",
		OpcRequestID: "REQUEST", RemoteAddr: "192.0.2.1", Status: 200,
	}
	if diff := cmp.Diff([]AccessEntry{want}, b.journal.access); diff != "" {
		t.Errorf("access log (-want +got):\n%s", diff)
	}
	b.functions.run["f"] = fails(504)
	wantStatus(t, b.get("/v1/f"), 504)
	failed := ExecutionEntry{
		Time: b.clock.Now(), Code: "functionBackend.timeout", Level: "ERROR", Message: "504 Code: message", GatewayID: "gw",
		DeploymentID: "deployment", RoutePath: "/f", FunctionID: "f", OpcRequestID: "REQUEST",
	}
	if diff := cmp.Diff([]ExecutionEntry{failed}, b.journal.execution); diff != "" {
		t.Errorf("execution log (-want +got):\n%s", diff)
	}
	b.get("/v1/nowhere")
	if len(b.journal.execution) != 1 {
		t.Errorf("a warning was logged at level ERROR: %+v", b.journal.execution)
	}
	b.send(request("POST", "/elsewhere", ""))
	if last := b.journal.access[len(b.journal.access)-1]; last.DeploymentID != "" || last.Status != 404 {
		t.Errorf("a request for no deployment: %+v", last)
	}
}
