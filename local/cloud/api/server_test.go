package api

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

// caller is a Verifier that believes the header Caller.
type caller struct{}

func (caller) Verify(r *http.Request, _ []byte) (signature.Principal, error) {
	kind := r.Header.Get("Caller")
	if kind == "" {
		return signature.Principal{}, errors.New("who are you")
	}
	return signature.Principal{Type: kind}, nil
}

func newServer() *Server {
	s := NewServer(caller{}, slog.New(slog.DiscardHandler))
	s.Handle(Route{Pattern: "POST /echo/{id}", Handler: func(c *Call) (*Answer, error) {
		d, err := c.Document()
		if err != nil {
			return nil, err
		}
		d["id"] = c.Param("id")
		return OK(d).With("Etag", "e"), nil
	}})
	s.Handle(Route{Pattern: "GET /raw", ForResources: true, Handler: func(*Call) (*Answer, error) {
		return &Answer{Status: 202, Body: []byte("raw")}, nil
	}})
	s.Handle(Route{Pattern: "GET /link", ForAnyone: true, Handler: func(*Call) (*Answer, error) { return OK("followed"), nil }})
	s.Handle(Route{Pattern: "GET /nothing", Handler: func(*Call) (*Answer, error) { return &Answer{}, nil }})
	s.Handle(Route{Pattern: "GET /broken", Handler: func(*Call) (*Answer, error) { return nil, errors.New("boom") }})
	s.Handle(Route{Pattern: "GET /conflict", Handler: func(*Call) (*Answer, error) { return nil, Conflict("%s is in use", "x") }})
	s.Handle(Route{Pattern: "POST /large", TooLarge: "FarTooLarge", Handler: func(*Call) (*Answer, error) { return OK("taken"), nil }})
	return s
}

func TestServerAnswersInOCIsShapes(t *testing.T) {
	s := newServer()
	large := strings.Repeat("x", MaxBody+1)
	for _, tt := range []struct {
		name, method, path, by, body string
		status                       int
		want                         string
	}{
		{"answer", "POST", "/echo/1", "user", `{"a":1.50}`, 200, `{"a":1.50,"id":"1"}`},
		{"no body is an empty object", "POST", "/echo/1", "user", ``, 200, `{"id":"1"}`},
		{"not an object", "POST", "/echo/1", "user", `[]`, 400, `"code":"InvalidParameter"`},
		{"bytes", "GET", "/raw", "user", "", 202, "raw"},
		{"nothing", "GET", "/nothing", "user", "", 204, ""},
		{"API error", "GET", "/conflict", "user", "", 409, `{"code":"Conflict","message":"x is in use"}`},
		{"other error", "GET", "/broken", "user", "", 500, `"code":"InternalServerError"`},
		{"unknown path", "GET", "/20160918/instances", "user", "", 501, "does not simulate GET /20160918/instances"},
		{"unknown method", "PATCH", "/raw", "user", "", 501, "PATCH /raw"},
		{"nobody", "GET", "/raw", "", "", 401, `{"code":"NotAuthenticated","message":"who are you"}`},
		{"nobody where anyone may", "GET", "/link", "", "", 200, "followed"},
		{"nobody, unknown path", "GET", "/none", "", "", 401, "NotAuthenticated"},
		{"resource where it may", "GET", "/raw", "fnfunc", "", 202, "raw"},
		{"resource where it may not", "GET", "/nothing", "fnfunc", "", 404, "NotAuthorizedOrNotFound"},
		{"resource, unknown path", "GET", "/none", "fnfunc", "", 404, "NotAuthorizedOrNotFound"},
		{"too large", "POST", "/echo/1", "user", large, 413, "PayloadTooLarge"},
		{"too large, with a code of its own", "POST", "/large", "user", large, 413, "FarTooLarge"},
		{"as large as may be", "POST", "/large", "user", large[1:], 200, "taken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			r.Header.Set("Caller", tt.by)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) || w.Header().Get("Opc-Request-Id") == "" {
				t.Errorf("%d %s %v, want %d %s", w.Code, w.Body, w.Header(), tt.status, tt.want)
			}
		})
	}
}

func TestRequestIDsAreKeptOrMade(t *testing.T) {
	for _, tt := range []struct {
		given string
		kept  bool
	}{{"abc/DEF", true}, {"", false}, {"a\nb", false}, {strings.Repeat("a", 200), false}} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Opc-Request-Id"] = []string{tt.given}
		if id := requestID(r); (id == tt.given) != tt.kept || id == "" {
			t.Errorf("%q became %q", tt.given, id)
		}
	}
}
