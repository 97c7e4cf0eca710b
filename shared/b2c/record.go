package b2c

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// Record is an object as B2C Service answers it when it is created or found. What belongs to it, such as a contact's phones,
// is answered as links only.
type Record struct {
	ID          int64     `json:"id"`
	LookupName  string    `json:"lookupName"` // a contact's name, an incident's reference number such as 200814-000012
	CreatedTime time.Time `json:"createdTime"`
}

// Reference points to an object.
type Reference struct {
	ID int64 `json:"id"`
}

// NamedID is a menu's entry. It is written by its name, since ids differ between sites, but for an entry that every site has; and
// answered with both.
type NamedID struct {
	ID         int64  `json:"id,omitempty"`
	LookupName string `json:"lookupName,omitempty"`
}

// complete tells whether the answer was an object.
func (r *Record) complete() bool { return r.ID != 0 }

// page is a list as it is answered; empty, but there, if nothing was found.
type page[T any] struct {
	Items []T `json:"items"`
}

// complete tells whether the answer was a list.
func (p *page[T]) complete() bool { return p.Items != nil }

// list returns the first page of a query's results.
func (c *Client) list(ctx context.Context, collection string, query url.Values) ([]Record, error) {
	var found page[Record]
	err := c.get(ctx, collection, query, &found)
	return found.Items, err
}

// tableRows are the rows of a table. All cells are texts; those without a value, null, are empty.
type tableRows struct {
	Rows [][]string `json:"rows"`
}

// table returns the rows of a tabular query with one statement, each of so many cells.
func (c *Client) table(ctx context.Context, statement string, cells int) ([][]string, error) {
	var answer page[tableRows]
	if err := c.get(ctx, "queryResults/", url.Values{"query": {statement}}, &answer); err != nil {
		return nil, err
	}
	if len(answer.Items) != 1 {
		return nil, fmt.Errorf("B2C Service: GET queryResults/ answered %d tables instead of one", len(answer.Items))
	}
	rows := answer.Items[0].Rows
	for _, row := range rows {
		if len(row) != cells {
			return nil, fmt.Errorf("B2C Service: GET queryResults/ answered a row of %d cells instead of %d", len(row), cells)
		}
	}
	return rows, nil
}
