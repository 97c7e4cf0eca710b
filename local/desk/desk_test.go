package desk_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
)

const (
	user     = "cxbridge"
	password = "not-the-usual-password"
)

// client calls one desk over HTTP.
type client struct {
	t    *testing.T
	url  string
	http *http.Client
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// noon is when everything happens in a test.
func noon() time.Time { return time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC) }

func options(t *testing.T) desk.Options {
	return desk.Options{Path: desk.Memory, User: user, Password: password, Clock: noon}
}

// kept are options of a desk that is kept in a file, and can be opened again.
func kept(t *testing.T, o desk.Options) desk.Options {
	o.Path = filepath.Join(t.TempDir(), "desk.db")
	return o
}

// start serves a desk on 127.0.0.1 until the test ends.
func start(t *testing.T, o desk.Options) *client {
	t.Helper()
	d, err := desk.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.Handler())
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return &client{t: t, url: server.URL, http: server.Client()}
}

// with changes the fidelity of a desk.
func with(o desk.Options, change func(*desk.Fidelity)) desk.Options {
	f := fidelity.Defaults()
	change(&f)
	o.Fidelity = &f
	return o
}

// request is a REST call; headers come in pairs. A path without a leading slash
// is below the latest version.
func (c *client) request(method, path, body string, headers ...string) *http.Request {
	c.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/services/rest/connect/latest/" + path
	}
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.SetBasicAuth(user, password)
	r.Header.Set("OSvC-CREST-Application-Context", "test")
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func (c *client) call(method, path, body string, headers ...string) answer {
	c.t.Helper()
	response, err := c.http.Do(c.request(method, path, body, headers...))
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(content)}
}

// must calls and demands a status.
func (c *client) must(status int, method, path, body string, headers ...string) answer {
	c.t.Helper()
	a := c.call(method, path, body, headers...)
	if a.status != status {
		c.t.Fatalf("%s %s: %d, want %d\n%s", method, path, a.status, status, a.body)
	}
	return a
}

// refused calls and demands an error with a status, a code and a word in its detail.
func (c *client) refused(status int, code, word, method, path, body string, headers ...string) {
	c.t.Helper()
	a := c.must(status, method, path, body, headers...)
	var e struct {
		Type, Title, Detail, Instance string
		Status                        int
		Code                          string `json:"o:errorCode"`
	}
	a.decode(c.t, &e)
	if e.Status != status || e.Code != code || e.Title == "" || !strings.Contains(e.Detail, word) || !strings.HasPrefix(e.Instance, c.url) {
		c.t.Errorf("%s %s: want %d %s %q, got\n%s", method, path, status, code, word, a.body)
	}
	if code != "" && e.Type != c.url+"/services/rest/connect/exceptions/"+code {
		c.t.Errorf("%s %s: type %s", method, path, e.Type)
	}
}

func (a answer) decode(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("%v in %q", err, a.body)
	}
}

// id is that of the record that was created.
func (a answer) id(t *testing.T) int64 {
	t.Helper()
	var record struct{ ID int64 }
	a.decode(t, &record)
	return record.ID
}

// await returns when something is so.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}

// normalized is the body with the address of the server under test replaced.
func (c *client) normalized(a answer) []byte {
	return bytes.ReplaceAll([]byte(a.body), []byte(c.url), []byte("https://site.example"))
}

const (
	contactBody  = `{"name":{"first":"SMS","last":"User"},"phones":[{"number":"+1 (501) 712-2661","phoneType":{"lookupName":"Mobile Phone"}}]}`
	incidentBody = `{"subject":"My line is down","primaryContact":{"id":1},"severity":{"lookupName":"2 - Severe"},
		"threads":[{"text":"{\"from\":\"+15017122661\"}","entryType":{"lookupName":"Note"},"contentType":{"lookupName":"text/plain"}}],
		"customFields":{"c":{"channel":{"id":3}},"CXBridge":{"message_sid":"SM1","parts":2,"mms":false}}}`
)

// stock makes contact 1 and its incident 1.
func (c *client) stock() {
	c.t.Helper()
	c.must(201, "POST", "contacts", contactBody)
	c.must(201, "POST", "incidents", incidentBody)
}
