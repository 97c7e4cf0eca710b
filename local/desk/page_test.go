package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// visit gets a page as a browser on this machine does: without the account.
func (c *client) visit(status int, path string, headers ...string) answer {
	c.t.Helper()
	return c.must(status, "GET", path, "", append([]string{"Authorization", ""}, headers...)...)
}

func (a answer) contains(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(a.body, part) {
			t.Errorf("%q is missing in\n%s", part, a.body)
		}
	}
}

func TestEmptyPageSaysWhatToDo(t *testing.T) {
	o := options(t)
	o.Example = `curl -d '{"from": "<you>"}'`
	c := start(t, o)
	c.visit(200, "/").contains(t, "No incidents yet", "curl -d &#39;{&#34;from&#34;: &#34;&lt;you&gt;&#34;}&#39;")
}

func TestListAndIncident(t *testing.T) {
	c := start(t, options(t))
	c.must(201, "POST", "contacts", contactBody)
	c.must(201, "POST", "incidents", incidentBody, "OSvC-CREST-Suppress-Rules", "true")
	c.must(201, "POST", "incidents/1/threads", `{"text":"Are you there?","entryType":{"id":3}}`)
	c.visit(200, "/").contains(t, `href="/incidents/260314-000000"`, "My line is down", "SMS User", "&#43;1 (501) 712-2661",
		"Unresolved", "2 - Severe", "14 Mar 2026, 12:00:00", `<td class="number" data-label="Threads">2</td>`)
	a := c.visit(200, "/incidents/260314-000000")
	a.contains(t, "My line is down", "Mobile Phone", "Customer", "Are you there?",
		"<pre>{\n  &#34;from&#34;: &#34;&#43;15017122661&#34;\n}</pre>", "CXBridge.message_sid", "SM1", "<dt>Suppressed</dt><dd>rules</dd>")
	if note, reply := strings.Index(a.body, "<h2>Note"), strings.Index(a.body, "<h2>Customer"); note < 0 || reply < note {
		t.Errorf("the threads are out of order: %d, %d", note, reply)
	}
	c.visit(404, "/incidents/260314-999999").contains(t, "There is no such incident")
	c.visit(404, "/favicon.ico")
	if a := c.visit(200, "/desk/style.css"); !strings.HasPrefix(a.header.Get("Content-Type"), "text/css") {
		t.Errorf("the style sheet is %s", a.header.Get("Content-Type"))
	}
	c.must(405, "POST", "/", "")
}

func TestPagesOfTheList(t *testing.T) {
	c := start(t, options(t))
	c.must(201, "POST", "contacts", contactBody)
	for i := range 27 {
		c.must(201, "POST", "incidents", fmt.Sprintf(`{"primaryContact":{"id":1},"subject":"number %d."}`, i))
	}
	first := c.visit(200, "/")
	first.contains(t, "27 in all", "Page 1 of 2", `href="/?page=2"`, "number 26.")
	if strings.Contains(first.body, "number 1.") || strings.Index(first.body, "number 26.") > strings.Index(first.body, "number 25.") {
		t.Error("the first page does not begin with the newest")
	}
	c.visit(200, "/?page=2").contains(t, "Page 2 of 2", `href="/?page=1"`, "number 1.", "number 0.")
	for _, odd := range []string{"3", "0", "-1", "x", "99999999999999999999", "2147483647"} {
		c.visit(200, "/?page="+odd).contains(t, "of 2")
	}
}

func TestNothingIsTakenForMarkup(t *testing.T) {
	c := start(t, options(t))
	const attack = `<script>alert(1)</script><img src=x onerror=alert(2)>"'`
	quoted := `"<script>alert(1)</script><img src=x onerror=alert(2)>\"'"`
	c.must(201, "POST", "contacts", fmt.Sprintf(`{"name":{"first":%s},"phones":[{"number":%s,"phoneType":{"id":1}}]}`, quoted, quoted))
	c.must(201, "POST", "incidents", fmt.Sprintf(`{"primaryContact":{"id":1},"subject":%s,"customFields":{"c":{"x":%s}},
		"threads":[{"text":%s,"entryType":{"id":1}},{"text":"[\"</pre><script>alert(3)</script>\"]","entryType":{"id":1}}]}`, quoted, quoted, quoted))
	for _, path := range []string{"/", "/incidents/260314-000000", "/incidents/%3Cscript%3Ealert(1)%3C%2Fscript%3E"} {
		a := c.call("GET", path, "")
		for _, markup := range []string{"<script", "<img", attack} {
			if strings.Contains(a.body, markup) {
				t.Errorf("%s has %q", path, markup)
			}
		}
		a.contains(t, "&lt;script&gt;")
		if policy := a.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
}

func TestPagesAreOpenToThisMachineOnly(t *testing.T) {
	c := start(t, options(t))
	tests := []struct {
		host   string
		status int
	}{{"localhost:8482", 200}, {"127.0.0.1", 200}, {"[::1]:8482", 200}, {"rebound.example:8482", 401}, {"10.0.0.1", 401}}
	for _, test := range tests {
		r := c.request("GET", "/", "", "Authorization", "")
		r.Host = test.host
		response, err := c.http.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.status {
			t.Errorf("as %s: %d, want %d", test.host, response.StatusCode, test.status)
		}
	}
	r := c.request("GET", "/", "")
	r.Host = "desk.example"
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("with the account: %d", response.StatusCode)
	}
}
