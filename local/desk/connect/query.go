package connect

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

// parameters reads the query string. ROQL separates statements with semicolons,
// which clients send as they are and which net/url takes for a mistake.
func (c *call) parameters() (url.Values, error) {
	values, err := url.ParseQuery(strings.ReplaceAll(c.r.URL.RawQuery, ";", "%3B"))
	if err != nil {
		return nil, problem.New(problem.Query, "The query string cannot be read: %v", err)
	}
	return values, nil
}

// find answers an object query.
func (c *call) find() error {
	values, err := c.parameters()
	if err != nil {
		return err
	}
	q := site.Query{Condition: values.Get("q"), Order: values.Get("orderBy")}
	if q.Limit, err = number(values, "limit", c.Fidelity.MaxPage); err != nil {
		return err
	}
	q.Limit = min(q.Limit, c.Fidelity.MaxPage)
	if q.Offset, err = number(values, "offset", 0); err != nil {
		return err
	}
	chosen, err := c.choice(c.schema().Name)
	if err != nil {
		return err
	}
	if values.Get("fields") == "" && values.Get("expand") == "" {
		chosen = stub
	}
	page, err := c.Site.Find(c.schema().Name, q)
	if err != nil {
		return err
	}
	items := []body{}
	for _, record := range page.Records {
		items = append(items, c.renderer().record(record, chosen))
	}
	answer := body{"items": items, "hasMore": page.HasMore, "links": c.pageLinks(values, q, page)}
	if values.Get("totalResults") == "true" {
		answer["totalResults"] = page.Total
	}
	return c.write(http.StatusOK, answer)
}

// pageLinks lead to this page, and to the one after and the one before it.
func (c *call) pageLinks(values url.Values, q site.Query, page *site.Page) []link {
	r := c.renderer()
	canonical := r.base + "/" + c.schema().Name
	links := []link{{Rel: "canonical", Href: canonical}, r.describedBy(c.schema().Name)}
	at := func(rel string, offset int) link {
		values.Set("limit", strconv.Itoa(q.Limit))
		values.Set("offset", strconv.Itoa(max(0, offset)))
		return link{Rel: rel, Href: canonical + "?" + values.Encode()}
	}
	if q.Offset > 0 {
		links = append(links, at("prev", q.Offset-q.Limit))
	}
	if page.HasMore {
		links = append(links, at("next", q.Offset+q.Limit))
	}
	return links
}

// number reads a parameter that is a count.
func number(values url.Values, name string, otherwise int) (int, error) {
	text := values.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 0 {
		return 0, problem.New(problem.Query, "%s: %.40q is not a number of records", name, text)
	}
	return int(n), nil
}

// table is the answer to one statement; every cell is a text or null.
type table struct {
	Name    string      `json:"tableName"`
	Count   int         `json:"count"`
	Columns []string    `json:"columnNames"`
	Rows    [][]*string `json:"rows"`
}

// queryResults answers a tabular query.
func (c *call) queryResults() error {
	values, err := c.parameters()
	if err != nil {
		return err
	}
	query := values.Get("query")
	if strings.TrimSpace(query) == "" {
		return problem.New(problem.Query, "query: a ROQL statement is expected, such as SELECT id FROM contacts")
	}
	results, err := c.Site.Tables(query)
	if err != nil {
		return err
	}
	items := []table{}
	for _, t := range results {
		items = append(items, table{Name: t.Name, Count: len(t.Rows), Columns: t.Columns, Rows: t.Rows})
	}
	href := fmt.Sprintf("%s/queryResults", c.renderer().base)
	return c.write(http.StatusOK, body{"items": items, "links": []link{{Rel: "canonical", Href: href}}})
}
