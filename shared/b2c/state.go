package b2c

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// statusSolved is the id of the status type of incidents that are closed, and of the status of that type that every site has (B2C
// Service: incident status types, incident statuses).
const statusSolved = 2

// StatusSolved closes an incident, whatever the site calls that.
func StatusSolved() *StatusWithType { return &StatusWithType{Status: NamedID{ID: statusSolved}} }

// stateFields are what an [IncidentState] is read from. A collection answers fields by their first name only, not what is
// below them (B2C Service REST API: supported query parameters).
const stateFields = "id,lookupName,createdTime,updatedTime,subject,severity,statusWithType,closedTime"

// IncidentState is how an incident stands.
type IncidentState struct {
	Record
	Subject     string     `json:"subject"`
	Status      NamedID    `json:"-"`
	StatusType  NamedID    `json:"-"`          // what kind of status that is
	Severity    NamedID    `json:"severity"`   // zero if it has none
	ClosedTime  *time.Time `json:"closedTime"` // nil while it is open
	UpdatedTime time.Time  `json:"updatedTime"`
}

// stateAnswer is an incident's state as it is answered.
type stateAnswer struct {
	IncidentState
	StatusWithType struct {
		Status     NamedID `json:"status"`
		StatusType NamedID `json:"statusType"`
	} `json:"statusWithType"`
}

func (a *stateAnswer) state() *IncidentState {
	a.Status, a.StatusType = a.StatusWithType.Status, a.StatusWithType.StatusType
	return &a.IncidentState
}

// Solved tells whether the incident is closed.
func (s *IncidentState) Solved() bool { return s.StatusType.ID == statusSolved }

// FindIncident returns the newest incident whose attribute is the key, or nil if there is none, in one call. A key that has
// other characters than letters, digits, dots, underscores, colons and hyphens is refused.
func (c *Client) FindIncident(ctx context.Context, attribute Attribute, key string) (*IncidentState, error) {
	condition, err := attribute.equals(key)
	if err != nil {
		return nil, err
	}
	return c.newestIncident(ctx, condition)
}

// FindIncidentBySubject is [Client.FindIncident] by a subject, of which the same characters are taken.
func (c *Client) FindIncidentBySubject(ctx context.Context, subject string) (*IncidentState, error) {
	condition, err := equals("subject", subject)
	if err != nil {
		return nil, err
	}
	return c.newestIncident(ctx, condition)
}

// newestFirst is the order of a list. Ids grow, while several incidents may be created in one moment of the site's clock.
const newestFirst = "id:desc"

// newestIncident returns the newest of those that meet a condition.
func (c *Client) newestIncident(ctx context.Context, condition string) (*IncidentState, error) {
	query := url.Values{"q": {condition}, "orderBy": {newestFirst}, "limit": {"1"}, "fields": {stateFields}}
	var found page[stateAnswer]
	if err := c.get(ctx, "incidents", query, &found); err != nil || len(found.Items) == 0 {
		return nil, err
	}
	return found.Items[0].state(), nil
}

// GetIncident returns how an incident stands, or nil if it is gone, in one call. Only B2C Service itself, by an error code of its
// own, can say that it is gone: a 404 without one comes from what stands in front of it, and is an error.
func (c *Client) GetIncident(ctx context.Context, id int64) (*IncidentState, error) {
	var answer stateAnswer
	err := c.get(ctx, fmt.Sprintf("incidents/%d", id), url.Values{"fields": {stateFields}}, &answer)
	if gone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return answer.state(), nil
}

// nobody is an incident that no site has.
const nobody = 1<<31 - 1

// SignIn is an error if B2C Service does not take the account, or does not let it read incidents, in one call.
func (c *Client) SignIn(ctx context.Context) error {
	_, err := c.GetIncident(ctx, nobody)
	return err
}

// gone tells whether B2C Service itself said that there is no such object.
func gone(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.Status == http.StatusNotFound && failed.Code != ""
}
