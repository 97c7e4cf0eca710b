package desk_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

func TestHeaders(t *testing.T) {
	c := start(t, options(t))
	const context = "OSvC-CREST-Application-Context"
	contacts := "/services/rest/connect/%s/contacts"
	tests := []struct {
		name, path string
		headers    []string
		status     int
		code       string
	}{
		{"all there", "contacts", nil, 200, ""},
		{"no account", "contacts", []string{"Authorization", ""}, 401, "OSC-CREST-00014"},
		{"wrong password", "contacts", []string{"Authorization", "Basic Y3hicmlkZ2U6eA=="}, 401, "OSC-CREST-00014"},
		{"no account comes before all else", "/services/rest/connect/v9/x", []string{"Authorization", ""}, 401, "OSC-CREST-00014"},
		{"bearer", "contacts", []string{"Authorization", "Bearer x"}, 501, ""},
		{"no context, latest", "contacts", []string{context, ""}, 400, "OSC-CREST-00016"},
		{"no context, v1.4", fmt.Sprintf(contacts, "v1.4"), []string{context, ""}, 400, "OSC-CREST-00016"},
		{"no context, v1.3", fmt.Sprintf(contacts, "v1.3"), []string{context, ""}, 200, ""},
		{"context of 40", "contacts", []string{context, strings.Repeat("x", 40)}, 200, ""},
		{"context of 41", "contacts", []string{context, strings.Repeat("x", 41)}, 400, "OSC-CREST-00016"},
		{"token not handed out", "contacts", []string{"osvc-crest-api-access-token", "abcdefghijklmnopqrstuvwxyz"}, 400, "OSC-CREST-00016"},
		{"unknown version", fmt.Sprintf(contacts, "v1.9"), nil, 404, "OSC-CREST-00003"},
		{"no version", "/services/rest/connect", nil, 404, "OSC-CREST-00003"},
		{"another API", "/services/soap", nil, 404, "OSC-CREST-00013"},
		{"unknown resource", "nothings", nil, 404, "OSC-CREST-00013"},
		{"not simulated", "organizations/1", nil, 501, ""},
		{"root of a version", "/services/rest/connect/latest", nil, 501, ""},
		{"not an id", "contacts/x", nil, 404, "OSC-CREST-00013"},
		{"unknown id", "contacts/1", nil, 404, "OSC-CREST-00013"},
		{"unknown exception", "/services/rest/connect/exceptions/OSC-CREST-99999", nil, 404, "OSC-CREST-00001"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			if test.status == 200 {
				c.must(200, "GET", test.path, "", test.headers...)
				return
			}
			c.refused(test.status, test.code, "", "GET", test.path, "", test.headers...)
		})
	}
}

func TestAccessTokenIsGivenBack(t *testing.T) {
	c := start(t, options(t))
	const header = "osvc-crest-api-access-token"
	token := c.must(200, "GET", "contacts", "").header.Get(header)
	next := c.must(200, "GET", "contacts", "", header, token).header.Get(header)
	if token == "" || next == "" || token == next {
		t.Errorf("tokens %q and %q", token, next)
	}
}

func TestMethods(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	c.refused(405, "OSC-CREST-00002", "PUT", "PUT", "contacts/1", "{}")
	c.refused(405, "OSC-CREST-00002", "DELETE", "DELETE", "contacts", "")
	c.refused(405, "OSC-CREST-00002", "DELETE", "POST", "contacts/1", "{}", "X-HTTP-Method-Override", "DELETE")
	if got := c.must(200, "OPTIONS", "contacts/1", "").header.Get("Allow"); got != "DELETE, GET, PATCH, OPTIONS" {
		t.Errorf("Allow: %s", got)
	}
	for _, a := range []answer{
		c.must(200, "PATCH", "contacts/1", `{"name":{"first":"Ann"}}`),
		c.must(200, "POST", "contacts/1", `{"name":{"last":"Lee"}}`, "X-HTTP-Method-Override", "PATCH"),
	} {
		if a.body != "" {
			t.Errorf("a change was answered with %q", a.body)
		}
	}
	var contact struct{ LookupName string }
	c.must(200, "GET", "contacts/1", "").decode(t, &contact)
	if contact.LookupName != "Ann Lee" {
		t.Errorf("lookupName is %q", contact.LookupName)
	}
	c.must(200, "DELETE", "incidents/1", "")
	c.must(404, "GET", "incidents/1", "")
	if id := c.must(201, "POST", "incidents", `{"primaryContact":{"id":1}}`).id(t); id != 2 {
		t.Errorf("the id %d was given again", id)
	}
}

func TestWritesThatAreRefused(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	c.must(201, "POST", "contacts", `{"emails":[{"address":"ann@a.example","addressType":{"id":0}}]}`)
	tests := []struct{ name, method, path, body, code, word string }{
		{"no data", "POST", "contacts", "", "OSC-CREST-00010", "empty"},
		{"bad JSON", "POST", "contacts", `{"name":`, "OSC-CREST-00011", "JSON"},
		{"two objects", "POST", "contacts", `{} {}`, "OSC-CREST-00011", "follows"},
		{"a list", "POST", "contacts", `[]`, "OSC-CREST-00011", "JSON"},
		{"null", "POST", "contacts", `null`, "OSC-CREST-00011", "JSON"},
		{"unknown attribute", "POST", "contacts", `{"nmae":{}}`, "OSC-CREST-00006", "nmae"},
		{"unknown attribute below", "POST", "contacts", `{"name":{"middle":"x"}}`, "OSC-CREST-00006", "Contact.Name"},
		{"number for a text", "POST", "contacts", `{"name":{"first":1}}`, "OSC-CREST-00006", "Contact.Name.First"},
		{"text for an object", "POST", "contacts", `{"name":"Ann"}`, "OSC-CREST-00006", "Contact.Name"},
		{"read-only id", "POST", "contacts", `{"id":5}`, "OSC-CREST-00006", "read-only"},
		{"raw number set", "POST", "contacts", `{"phones":[{"number":"1","rawNumber":"2","phoneType":{"id":1}}]}`, "OSC-CREST-00006", "RawNumber is read-only"},
		{"raw number patched", "PATCH", "contacts/1/phones/1", `{"rawNumber":"2"}`, "OSC-CREST-00006", "RawNumber is read-only"},
		{"unknown phone type", "POST", "contacts", `{"phones":[{"number":"1","phoneType":{"lookupName":"Car Phone"}}]}`, "OSC-CREST-00006", "Car Phone"},
		{"no phone type", "POST", "contacts", `{"phones":[{"number":"1"}]}`, "OSC-CREST-00006", "PhoneType is required"},
		{"phones no list", "POST", "contacts", `{"phones":{"number":"1"}}`, "OSC-CREST-00006", "list"},
		{"phones of scalars", "POST", "contacts", `{"phones":["1"]}`, "OSC-CREST-00006", "objects"},
		{"second phone of a type", "POST", "contacts/1/phones", `{"number":"1","phoneType":{"id":1}}`, "OSC-CREST-00006", "Mobile Phone"},
		{"two phones of a type", "POST", "contacts", `{"phones":[{"number":"1","phoneType":{"id":1}},{"number":"2","phoneType":{"lookupName":"Mobile Phone"}}]}`, "OSC-CREST-00006", "already"},
		{"phone type changed", "PATCH", "contacts/1/phones/1", `{"phoneType":{"id":0}}`, "OSC-CREST-00006", "cannot change"},
		{"bad email", "POST", "contacts", `{"emails":[{"address":"ann","addressType":{"id":0}}]}`, "OSC-CREST-00006", "Contact.Emails[].Address"},
		{"duplicate email", "POST", "contacts", `{"emails":[{"address":"ANN@a.example","addressType":{"id":0}}]}`, "OSC-CREST-00006", "contact 2"},
		{"no contact", "POST", "incidents", `{"subject":"x"}`, "OSC-CREST-00006", "PrimaryContact is required"},
		{"contact emptied", "PATCH", "incidents/1", `{"primaryContact":null}`, "OSC-CREST-00006", "PrimaryContact is required"},
		{"unknown contact", "POST", "incidents", `{"primaryContact":{"id":209}}`, "OSC-CREST-00006", "No such Contact with ID = 209"},
		{"contact by unknown name", "POST", "incidents", `{"primaryContact":{"lookupName":"Nobody"}}`, "OSC-CREST-00006", "Nobody"},
		{"contact by neither", "POST", "incidents", `{"primaryContact":{}}`, "OSC-CREST-00006", "id or lookupName"},
		{"long subject", "POST", "incidents", `{"primaryContact":{"id":1},"subject":"` + strings.Repeat("é", 241) + `"}`, "OSC-CREST-00006", "240"},
		{"unknown severity", "POST", "incidents", `{"primaryContact":{"id":1},"severity":{"lookupName":"5 - None"}}`, "OSC-CREST-00006", "5 - None"},
		{"unknown status id", "PATCH", "incidents/1", `{"statusWithType":{"status":{"id":77}}}`, "OSC-CREST-00006", "77"},
		{"name and id disagree", "PATCH", "incidents/1", `{"severity":{"id":1,"lookupName":"4 - Low"}}`, "OSC-CREST-00006", "4 - Low"},
		{"status type set", "PATCH", "incidents/1", `{"statusWithType":{"statusType":{"id":2}}}`, "OSC-CREST-00006", "read-only"},
		{"unknown queue", "PATCH", "incidents/1", `{"queue":{"id":9}}`, "OSC-CREST-00006", "queues"},
		{"thread without entry type", "POST", "incidents/1/threads", `{"text":"x"}`, "OSC-CREST-00006", "EntryType is required"},
		{"thread with an id", "POST", "incidents/1/threads", `{"id":9,"text":"x","entryType":{"id":1}}`, "OSC-CREST-00006", "read-only"},
		{"unknown thread edited", "PATCH", "incidents/1", `{"threads":[{"id":9,"text":"x"}]}`, "OSC-CREST-00006", "9"},
		{"custom field a list", "PATCH", "incidents/1", `{"customFields":{"c":{"x":[1]}}}`, "OSC-CREST-00006", "CustomFields"},
		{"contact in use", "DELETE", "contacts/1", "", "OSC-CREST-00009", "260314-000000"},
	}
	before := c.must(200, "GET", "incidents?expand=all", "").body + c.must(200, "GET", "contacts?expand=all", "").body
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			c.refused(400, test.code, test.word, test.method, test.path, test.body)
		})
	}
	c.refused(501, "", "fileAttachments", "PATCH", "incidents/1", `{"fileAttachments":[]}`)
	c.refused(501, "", "threads", "DELETE", "incidents/1/threads/1", "")
	c.refused(413, "OSC-CREST-00006", "bytes", "POST", "contacts", `{"title":"`+strings.Repeat("x", 1<<20)+`"}`)
	after := c.must(200, "GET", "incidents?expand=all", "").body + c.must(200, "GET", "contacts?expand=all", "").body
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("a refused write changed something:\n%s", diff)
	}
}

// incident is what the tests look at.
type incident struct {
	ID             int64
	LookupName     string
	Subject        string
	ClosedTime     *string
	StatusWithType struct{ Status, StatusType struct{ ID int64 } }
	CustomFields   map[string]map[string]any
	Threads        struct {
		Items []struct {
			ID, DisplayOrder int64
			Text             string
		}
	}
}

func (c *client) incident(id int64) (i incident) {
	c.t.Helper()
	c.must(200, "GET", fmt.Sprintf("incidents/%d?expand=threads", id), "").decode(c.t, &i)
	return i
}

func TestThreadsAreAppendedOrEdited(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	c.must(200, "PATCH", "incidents/1", `{"threads":[{"text":"two","entryType":{"id":3}},{"text":"three","entryType":{"id":3}}],"statusWithType":{"status":{"lookupName":"Solved"}}}`)
	c.must(200, "PATCH", "incidents/1", `{"threads":[{"id":1,"text":"one"}]}`)
	c.must(200, "PATCH", "incidents/1/threads/2", `{"text":"TWO"}`)
	i := c.incident(1)
	var texts []string
	for at, thread := range i.Threads.Items {
		texts = append(texts, thread.Text)
		if thread.DisplayOrder != int64(at+1) {
			t.Errorf("thread %d has order %d", thread.ID, thread.DisplayOrder)
		}
	}
	if diff := cmp.Diff([]string{"one", "TWO", "three"}, texts); diff != "" {
		t.Error(diff)
	}
	if i.StatusWithType.StatusType.ID != 2 || i.ClosedTime == nil {
		t.Errorf("a solved incident has status type %d and closed time %v", i.StatusWithType.StatusType.ID, i.ClosedTime)
	}
	c.must(200, "PATCH", "incidents/1", `{"statusWithType":{"status":{"lookupName":"Updated"}}}`)
	if i := c.incident(1); i.StatusWithType.StatusType.ID != 1 || i.ClosedTime != nil {
		t.Errorf("a reopened incident has status type %d and closed time %v", i.StatusWithType.StatusType.ID, i.ClosedTime)
	}
}

func TestSubCollections(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	c.must(201, "POST", "contacts/1/phones", `{"number":"1-2","phoneType":{"id":0}}`)
	c.must(200, "PATCH", "contacts/1/phones/0", `{"number":"(3) 4"}`)
	c.must(200, "PATCH", "contacts/1", `{"phones":[{"number":"56","phoneType":{"lookupName":"Home Phone"}},{"number":"78","phoneType":{"id":1}}]}`)
	var phones struct{ Items []struct{ RawNumber string } }
	c.must(200, "GET", "contacts/1/phones?fields=rawNumber", "").decode(t, &phones)
	var numbers []string
	for _, phone := range phones.Items {
		numbers = append(numbers, phone.RawNumber)
	}
	if diff := cmp.Diff([]string{"78", "34", "56"}, numbers); diff != "" {
		t.Error(diff)
	}
	c.must(200, "DELETE", "contacts/1/phones/0", "")
	c.must(404, "GET", "contacts/1/phones/0", "")
	c.must(404, "GET", "contacts/9/phones", "")
	c.must(404, "GET", "contacts/1/threads", "")
	if id := c.must(200, "GET", "incidents/1/primaryContact", "").id(t); id != 1 {
		t.Errorf("the primary contact is %d", id)
	}
	c.must(201, "POST", "contacts/1/emails", `{"address":"ann@a.example","addressType":{"id":0}}`)
	c.must(200, "PATCH", "contacts/1/emails/0", `{"address":"ann@b.example"}`)
}

func TestSwitches(t *testing.T) {
	c := start(t, with(options(t), func(f *desk.Fidelity) {
		f.SecondPhoneRefused = false
		f.ContactDeletionCascades = true
		f.AnyCustomAttribute = false
		f.BareUnauthorized, f.BareNotFound = true, true
		f.PutStatus = 400
		f.DefaultStatus = 0
		f.AccessTokenChecked = false
		f.FullElements, f.ExpandedAsArray = true, true
		f.MaxPage = 2
	}))
	c.must(201, "POST", "contacts", contactBody)
	c.must(201, "POST", "contacts/1/phones", `{"number":"1","phoneType":{"id":1}}`)
	c.refused(400, "OSC-CREST-00006", "no custom attribute", "POST", "incidents", incidentBody)
	c.refused(400, "OSC-CREST-00007", "customFields.c.x", "GET", "incidents?q="+url.QueryEscape("customFields.c.x = 1"), "")
	c.refused(400, "OSC-CREST-00002", "PUT", "PUT", "contacts/1", "{}")
	if a := c.must(401, "GET", "contacts", "", "Authorization", ""); a.body != "" || a.header.Get("WWW-Authenticate") == "" {
		t.Errorf("the bare 401 is %v", a)
	}
	if a := c.must(404, "GET", "contacts/9", ""); a.body != "" {
		t.Errorf("the bare 404 is %v", a)
	}
	c.must(200, "GET", "contacts", "", "osvc-crest-api-access-token", "x")
	c.must(201, "POST", "incidents", `{"primaryContact":{"id":1}}`)
	if i := c.incidentWithoutThreads(1); i.StatusWithType.Status.ID != 0 {
		t.Errorf("the default status is %d, want none", i.StatusWithType.Status.ID)
	}
	if a := c.must(200, "GET", "contacts/1/phones", ""); !strings.Contains(a.body, "rawNumber") {
		t.Errorf("not all of each phone: %s", a.body)
	}
	if a := c.must(200, "GET", "contacts/1?expand=phones", ""); !strings.Contains(a.body, `"phones": [`) {
		t.Errorf("not an array: %s", a.body)
	}
	c.must(200, "DELETE", "contacts/1", "")
	c.must(404, "GET", "incidents/1", "")
}

func (c *client) incidentWithoutThreads(id int64) (i incident) {
	c.t.Helper()
	c.must(200, "GET", fmt.Sprintf("incidents/%d?fields=statusWithType", id), "").decode(c.t, &i)
	return i
}

func TestConfiguredMenusAndCustomFields(t *testing.T) {
	o := with(options(t), func(f *desk.Fidelity) { f.AnyCustomAttribute = false })
	o.Menus = site.Menus{
		site.Queues:   {{ID: 4, LookupName: "SMS"}},
		site.Products: {{ID: 1, LookupName: "Line"}, {ID: 2, LookupName: "Line"}},
	}
	o.CustomFields = []string{"CXBridge.dedupe_key"}
	c := start(t, o)
	c.must(201, "POST", "contacts", contactBody)
	c.must(201, "POST", "incidents", `{"primaryContact":{"lookupName":"SMS User"},"queue":{"lookupName":"sms"},"customFields":{"CXBridge":{"dedupe_key":"k1"}}}`)
	c.refused(400, "OSC-CREST-00006", "Ambiguous", "PATCH", "incidents/1", `{"product":{"lookupName":"Line"}}`)
	c.must(200, "PATCH", "incidents/1", `{"product":{"id":2},"customFields":{"CXBridge":{"dedupe_key":null}}}`)
	if got := c.incident(1).CustomFields["CXBridge"]; len(got) != 1 || got["dedupe_key"] != nil {
		t.Errorf("the custom attribute was not emptied: %v", got)
	}
}

func TestNullsAreLeftOutOnRequest(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	if a := c.must(200, "GET", "incidents/1", "", "prefer", "exclude-null-properties"); strings.Contains(a.body, "null") {
		t.Errorf("nulls: %s", a.body)
	}
}
