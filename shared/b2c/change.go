package b2c

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// maxRecentThreads is how many of an incident's newest threads are searched for a text. An alarm that repeats for days leaves
// thousands.
const maxRecentThreads = 50

// IncidentChange is what changes of an incident. What is nil or empty stays; threads are added to those there are (B2C Service
// REST API: a PATCH with threads without id).
type IncidentChange struct {
	Severity       *NamedID        `json:"severity,omitempty"`
	StatusWithType *StatusWithType `json:"statusWithType,omitempty"`
	Threads        []Thread        `json:"threads,omitempty"`
	CustomFields   CustomFields    `json:"customFields,omitempty"`
}

// UpdateIncident changes an incident in one call. If it is not certain whether that worked, the incident's newest threads are
// searched for the last one of the change before it is made again: so that one's text must tell it from all that are there
// already. A change without threads can be made twice.
func (c *Client) UpdateIncident(ctx context.Context, id int64, change IncidentChange) error {
	update := call{method: http.MethodPatch, path: fmt.Sprintf("incidents/%d", id), body: change}
	return c.write(ctx, update, nil, func(ctx context.Context) (bool, error) {
		if len(change.Threads) == 0 {
			return false, nil
		}
		return c.HasThread(ctx, id, change.Threads[len(change.Threads)-1].Text)
	})
}

// HasThread tells whether one of an incident's newest 50 threads ends with the text, in one call: what stands above it may be put
// otherwise when the same message is told again. How lines end, and blanks at the text's end, make no difference: a site may
// change them.
func (c *Client) HasThread(ctx context.Context, id int64, text string) (bool, error) {
	statement := fmt.Sprintf("SELECT threads.text FROM incidents WHERE id = %d ORDER BY threads.id DESC LIMIT %d", id, maxRecentThreads)
	rows, err := c.table(ctx, statement, 1)
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		if strings.HasSuffix(normalized(row[0]), normalized(text)) {
			return true, nil
		}
	}
	return false, nil
}
