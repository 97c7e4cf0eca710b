package b2c

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// clockSkew is by how much B2C Service's clock may be behind the function's, when an incident is looked for by the time it
// was created.
const clockSkew = 30 * time.Second

// filed is an incident as it is answered with its threads expanded.
type filed struct {
	Record
	Subject string  `json:"subject"`
	Threads threads `json:"threads"`
}

// threads is a sub-collection as it is answered expanded: as a list is, or as a bare array. No document says which.
type threads []struct {
	Text string `json:"text"`
}

// UnmarshalJSON reads either form.
func (t *threads) UnmarshalJSON(data []byte) error {
	type bare threads
	if err := json.Unmarshal(data, (*bare)(t)); err == nil {
		return nil
	}
	var list struct {
		Items bare `json:"items"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*t = threads(list.Items)
	return nil
}

// findRecent returns the incident that was created since the given time with the same contact, subject and threads, or nil. A
// list holds stubs, without subject, and a subject cannot be asked for, since it may hold quotes: so what is recent enough is
// fetched, one by one. It is rarely more than one.
func (c *Client) findRecent(ctx context.Context, wanted Incident, since time.Time) (*Record, error) {
	query := url.Values{
		"q":       {fmt.Sprintf("primaryContact.id = %d", wanted.PrimaryContact.ID) + wanted.CustomFields.condition()},
		"orderBy": {newestFirst},
		"limit":   {"10"},
	}
	recent, err := c.list(ctx, "incidents", query)
	if err != nil {
		return nil, err
	}
	for _, stub := range recent {
		if stub.CreatedTime.Before(since) {
			continue
		}
		var incident filed
		if err := c.get(ctx, fmt.Sprintf("incidents/%d", stub.ID), url.Values{"expand": {"threads"}}, &incident); err != nil {
			return nil, err
		}
		if incident.is(wanted) {
			return &incident.Record, nil
		}
	}
	return nil, nil
}

// is tells whether this is the wanted incident. The subject alone does not: two messages of one sender may begin alike. There
// may be more threads by now, as the site's rules add some.
func (f filed) is(wanted Incident) bool {
	if normalized(f.Subject) != normalized(wanted.Subject) {
		return false
	}
	texts := map[string]bool{}
	for _, thread := range f.Threads {
		texts[normalized(thread.Text)] = true
	}
	for _, thread := range wanted.Threads {
		if !texts[normalized(thread.Text)] {
			return false
		}
	}
	return true
}

// normalized returns text without what a site may have changed when it stored it: how lines end, and the blanks at its end.
func normalized(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimRightFunc(text, unicode.IsSpace)
}
