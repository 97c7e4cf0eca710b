package desk_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

func TestRestartLosesNothing(t *testing.T) {
	o := kept(t, options(t))
	all := func() (text, token string) {
		d, err := desk.New(o)
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(d.Handler())
		defer s.Close()
		defer d.Close()
		c := &client{t: t, url: s.URL, http: s.Client()}
		if ids, _ := c.ids("contacts"); len(ids) == 0 {
			c.stock()
		}
		contacts := c.must(200, "GET", "contacts?expand=all", "")
		incidents := c.must(200, "GET", "incidents?expand=all", "")
		return string(c.normalized(contacts)) + string(c.normalized(incidents)), incidents.header.Get("osvc-crest-api-access-token")
	}
	before, token := all()
	after, _ := all()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	c := start(t, o)
	c.must(200, "GET", "contacts", "", "osvc-crest-api-access-token", token)
	if a := c.must(201, "POST", "incidents", `{"primaryContact":{"id":1}}`); a.id(t) != 2 || !strings.Contains(a.body, `"260314-000001"`) {
		t.Errorf("the numbers do not go on: %s", a.body)
	}
}

func TestOneDeskAtATime(t *testing.T) {
	o := kept(t, options(t))
	start(t, o)
	if d, err := desk.New(o); err == nil {
		d.Close()
		t.Error("two desks have one file")
	}
}

func TestOptionsAreRequired(t *testing.T) {
	for _, o := range []desk.Options{{}, {Path: "x", User: "u"}, {Path: "x", Password: "p"}, {User: "u", Password: "p"}} {
		if _, err := desk.New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func TestParallelCreates(t *testing.T) {
	c := start(t, options(t))
	c.must(201, "POST", "contacts", contactBody)
	const n = 60
	var mu sync.Mutex
	references := map[string]bool{}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			a := c.call("POST", "incidents", fmt.Sprintf(`{"primaryContact":{"id":1},"subject":"%d"}`, i))
			b := c.call("PATCH", "contacts/1", fmt.Sprintf(`{"customFields":{"c":{"f%d":%d}}}`, i, i))
			_, reference, _ := strings.Cut(a.body, `"lookupName": "`)
			reference, _, _ = strings.Cut(reference, `"`)
			mu.Lock()
			defer mu.Unlock()
			if a.status != 201 || b.status != 200 || references[reference] {
				t.Errorf("%d: %d and %d, reference %s", i, a.status, b.status, reference)
			}
			references[reference] = true
		})
	}
	group.Wait()
	var contact struct{ CustomFields map[string]map[string]int }
	c.must(200, "GET", "contacts/1", "").decode(t, &contact)
	if len(references) != n || len(contact.CustomFields["c"]) != n {
		t.Errorf("%d references and %d changes, want %d of each", len(references), len(contact.CustomFields["c"]), n)
	}
}

// TestDuplicatesAreNotPrevented: the site has no unique custom attributes and no
// locking, so that a client that looks and then writes can be seen to race.
func TestDuplicatesAreNotPrevented(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	c.must(201, "POST", "incidents", incidentBody)
	c.must(201, "POST", "contacts", contactBody)
	if ids, _ := c.ids("incidents", "q", "customFields.CXBridge.message_sid = 'SM1'"); len(ids) != 2 {
		t.Errorf("%v have the key, want two", ids)
	}
	if a := c.must(200, "GET", "incidents/1", ""); a.header.Get("ETag") != "" {
		t.Error("there is an ETag")
	}
}
