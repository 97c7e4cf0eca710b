package desk_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

// ids are those of the items that an object query finds.
func (c *client) ids(collection string, parameters ...string) (ids []int64, page page) {
	c.t.Helper()
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Set(parameters[i], parameters[i+1])
	}
	c.must(200, "GET", collection+"?"+values.Encode(), "").decode(c.t, &page)
	for _, item := range page.Items {
		ids = append(ids, item.ID)
	}
	return ids, page
}

type page struct {
	Items        []struct{ ID int64 }
	HasMore      bool
	TotalResults *int
	Links        []struct{ Rel, Href string }
}

func (c *client) fill() {
	c.t.Helper()
	for i, number := range []string{"+1 501 712 2661", "+15017122661", "+44 20 7946 0000"} {
		body := fmt.Sprintf(`{"name":{"first":"Contact","last":"%c"},"phones":[{"number":%q,"phoneType":{"id":1}},{"number":%q,"phoneType":{"id":0}}]}`, 'C'-i, number, number)
		c.must(201, "POST", "contacts", body)
	}
	for _, contact := range []int{1, 2, 2} {
		c.must(201, "POST", "incidents", fmt.Sprintf(`{"primaryContact":{"id":%d},"customFields":{"CXBridge":{"key":"k%d"}}}`, contact, contact))
	}
	c.must(200, "PATCH", "incidents/3", `{"statusWithType":{"status":{"id":2}},"severity":{"id":4}}`)
}

func TestObjectQueries(t *testing.T) {
	c := start(t, options(t))
	c.fill()
	tests := []struct {
		collection, q, order string
		want                 []int64
	}{
		{"contacts", "", "", []int64{1, 2, 3}},
		{"contacts", "phones.rawNumber = '15017122661'", "", []int64{1, 2}},
		{"contacts", "phones.rawnumber='15017122661'", "", []int64{1, 2}},
		{"contacts", "phones.number = '+15017122661'", "", []int64{2}},
		{"contacts", "phones.rawNumber LIKE '%79460000'", "", []int64{3}},
		{"contacts", "name.last IN ('A', 'B') AND NOT id = 3", "", []int64{2}},
		{"contacts", "emails.address IS NULL", "lookupName", []int64{3, 2, 1}},
		{"contacts", "phones.phoneType.lookupName = 'Mobile Phone'", "id:desc", []int64{3, 2, 1}},
		{"contacts", "phones.phoneType = 4", "", nil},
		{"incidents", "primaryContact.id = 2", "id:desc", []int64{3, 2}},
		{"incidents", "PrimaryContact.Contact = 2 AND StatusWithType.StatusType.ID != 2", "", []int64{2}},
		{"incidents", "primaryContact.contact.id = 1", "", []int64{1}},
		{"incidents", "primaryContact.phones.rawNumber = '15017122661'", "", []int64{1, 2, 3}},
		{"incidents", "primaryContact.name.last = 'C'", "", []int64{1}},
		{"incidents", "customFields.CXBridge.key = 'k2'", "severity.id:desc,id", []int64{3, 2}},
		{"incidents", "lookupName = '260314-000001'", "", []int64{2}},
		{"incidents", "createdTime <= '2026-03-14T12:00:00Z'", "", []int64{1, 2, 3}},
		{"incidents", "createdTime > '2026-03-14T12:00:00Z'", "", nil},
	}
	for _, test := range tests {
		t.Run(test.collection+" "+test.q, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			got, _ := c.ids(test.collection, "q", test.q, "orderBy", test.order)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	c := start(t, options(t))
	for _, query := range []string{
		"contacts?q=" + url.QueryEscape("phones.rawNumber = '1' OR '1"),
		"contacts?q=" + url.QueryEscape("name.first = 'O'Neill'"),
		"contacts?q=" + url.QueryEscape(`name.first = 'O\'Neill'`),
		"contacts?q=" + url.QueryEscape("phone.rawNumber = '1'"),
		"contacts?q=" + url.QueryEscape("customFields.c = '1'"),
		"contacts?q=id", "contacts?limit=x", "contacts?offset=-1", "contacts?orderBy=id:up", "contacts?orderBy=height",
		"contacts?fields=height", "contacts?expand=name", "contacts?q=%zz",
		"queryResults", "queryResults?query=" + url.QueryEscape("SELECT id FROM contacts WHERE a"),
		"queryResults?query=" + url.QueryEscape("SELECT height FROM contacts"),
	} {
		c.refused(400, "OSC-CREST-00007", "", "GET", query, "")
	}
	c.refused(501, "", "accounts", "GET", "queryResults?query="+url.QueryEscape("SELECT id FROM accounts"), "")
	c.refused(501, "", "DELETE", "GET", "queryResults?query="+url.QueryEscape("DELETE FROM contacts LIMIT 1"), "")
}

func TestPaging(t *testing.T) {
	c := start(t, options(t))
	c.fill()
	got, first := c.ids("contacts", "limit", "2", "totalResults", "true", "q", "id > 0 AND name.first = 'Contact'")
	if diff := cmp.Diff([]int64{1, 2}, got); diff != "" || !first.HasMore || first.TotalResults == nil || *first.TotalResults != 3 {
		t.Fatalf("the first page is %+v", first)
	}
	var next string
	for _, link := range first.Links {
		if link.Rel == "next" {
			next = strings.TrimPrefix(link.Href, c.url)
		}
	}
	var last page
	c.must(200, "GET", next, "").decode(t, &last)
	if len(last.Items) != 1 || last.Items[0].ID != 3 || last.HasMore {
		t.Errorf("%s leads to %+v", next, last)
	}
	if got, past := c.ids("contacts", "offset", "9", "limit", "0"); got != nil || past.HasMore {
		t.Errorf("past the end there is %+v", past)
	}
}

func TestLargestPage(t *testing.T) {
	c := start(t, with(options(t), func(f *desk.Fidelity) { f.MaxPage = 2; f.RepeatedItems = true }))
	c.fill()
	if got, page := c.ids("contacts", "limit", "3"); len(got) != 2 || !page.HasMore {
		t.Errorf("limit 3 gave %d", len(got))
	}
	if got, _ := c.ids("contacts", "q", "phones.rawNumber = '442079460000'"); len(got) != 2 {
		t.Errorf("two phones gave %v", got)
	}
}

func TestTabularQueries(t *testing.T) {
	c := start(t, options(t))
	c.fill()
	// The semicolon comes as it is, as clients send it.
	query := "SELECT%20DISTINCT%20id%20FROM%20contacts%20WHERE%20phones.rawNumber='15017122661'%20ORDER%20BY%20id%20DESC;SELECT%20ID,severity,closedTime%20FROM%20Incident%20WHERE%20id=3"
	var got struct {
		Items []struct {
			TableName string
			Count     int
			Rows      [][]*string
		}
	}
	c.must(200, "GET", "queryResults/?query="+query, "").decode(t, &got)
	if len(got.Items) != 2 || got.Items[0].Count != 2 || *got.Items[0].Rows[0][0] != "2" || *got.Items[0].Rows[1][0] != "1" {
		t.Fatalf("the first statement: %+v", got)
	}
	second := got.Items[1]
	if second.TableName != "incidents" || *second.Rows[0][0] != "3" || *second.Rows[0][1] != "4" || *second.Rows[0][2] != "2026-03-14T12:00:00.000Z" {
		t.Errorf("the second statement: %+v", second)
	}
}
