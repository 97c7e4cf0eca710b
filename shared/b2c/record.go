package b2c

import (
	"context"
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

// list returns the first page of a query's results.
func (c *Client) list(ctx context.Context, collection string, query url.Values) ([]Record, error) {
	var page struct {
		Items []Record `json:"items"`
	}
	err := c.get(ctx, collection, query, &page)
	return page.Items, err
}
