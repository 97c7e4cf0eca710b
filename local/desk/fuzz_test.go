package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
)

// fuzzDesk is a desk with one incident that is called without a network.
func fuzzDesk(f *testing.F) func(method, target, body string) *httptest.ResponseRecorder {
	d, err := desk.New(desk.Options{Path: desk.Memory, User: user, Password: password, Clock: noon})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { d.Close() })
	call := func(method, target, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/services/rest/connect/latest/contacts", strings.NewReader(body))
		r.URL, err = url.Parse("/services/rest/connect/latest/" + target)
		if err != nil {
			return nil
		}
		r.SetBasicAuth(user, password)
		r.Header.Set("OSvC-CREST-Application-Context", "fuzz")
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, r)
		return w
	}
	call(http.MethodPost, "contacts", contactBody)
	call(http.MethodPost, "incidents", incidentBody)
	return call
}

// FuzzQuery: whatever is asked, the answer is a page or a refusal, never a failure.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"phones.rawNumber = '15017122661'", "primaryContact.contact.phones.rawNumber LIKE '%1'", "customFields.c.channel.id IN (3)",
		"threads.contact.id IS NULL OR statusWithType.status = 1", "assignedTo.account.lookupName != 'x'", "primaryContact", "name = 'x'",
	} {
		f.Add(seed, "id:desc", "subject,threads.text", "all")
	}
	call := fuzzDesk(f)
	f.Fuzz(func(t *testing.T, q, order, fields, expand string) {
		for _, collection := range []string{"contacts", "incidents"} {
			values := url.Values{"q": {q}, "orderBy": {order}, "fields": {fields}, "expand": {expand}}
			if w := call(http.MethodGet, collection+"?"+values.Encode(), ""); w.Code != 200 && w.Code != 400 {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			statement := "SELECT id FROM " + collection + " WHERE " + q
			if w := call(http.MethodGet, "queryResults?query="+url.QueryEscape(statement), ""); w.Code != 200 && w.Code != 400 && w.Code != 501 {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		}
	})
}

// FuzzWrite: whatever is written, the answer is no failure, and what was stored
// can be read and changed again.
func FuzzWrite(f *testing.F) {
	f.Add("contacts", contactBody)
	f.Add("incidents", incidentBody)
	f.Add("contacts/1/phones", `{"number":"1","phoneType":{"id":5}}`)
	f.Add("incidents/1/threads/1", `{"text":null,"entryType":{"lookupName":"note"}}`)
	f.Add("incidents", `{"primaryContact":{"id":1},"threads":[{"id":1}],"statusWithType":null,"customFields":{"c":null}}`)
	call := fuzzDesk(f)
	f.Fuzz(func(t *testing.T, path, body string) {
		for _, method := range []string{http.MethodPost, http.MethodPatch} {
			if w := call(method, path, body); w != nil && w.Code >= 500 && w.Code != 501 {
				t.Errorf("%s: %d %s", method, w.Code, w.Body)
			}
		}
		for _, path := range []string{"contacts?expand=all&limit=3&orderBy=id:desc", "incidents?expand=all&limit=3&orderBy=id:desc"} {
			if w := call(http.MethodGet, path, ""); w.Code != 200 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}
