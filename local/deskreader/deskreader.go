// Package deskreader reads what came of a webhook, an alarm or an event from the
// desk, over its REST API like any other client: the newest incident, or the one that
// an alarm or an event opened, with its threads and its contact, and the calls that
// the functions made. The demo and the engine's tests look at the desk through it.
package deskreader

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// applicationContext tells the reader's own calls from the functions'.
const applicationContext = "cxbridge desk reader"

// Reader reads from the desk at URL as User.
type Reader struct {
	URL, User, Password string
	Client              *http.Client
}

// Incident is an incident with what belongs to it.
type Incident struct {
	ID        int64
	Reference string
	Subject   string
	Severity  string // empty for none
	Status    string
	Contact   Contact
	Threads   []Thread
}

// Contact is who an incident came from.
type Contact struct {
	ID     int64
	Name   string
	Phones []string
}

// Thread is one entry of an incident.
type Thread struct {
	EntryType, Text string
	Created         time.Time
}

// ErrNoIncident says that the desk has none, or none such.
var ErrNoIncident = errors.New("the desk has no such incident")

// Newest returns the incident that was created last, or ErrNoIncident.
func (r Reader) Newest(ctx context.Context) (*Incident, error) { return r.first(ctx, "", "id:desc") }

// dedupeKey is the attribute that holds the key by which an alarm, or an entity of
// which events tell, finds its incident again (dedupe_key_attribute of
// alarm-to-incident and event-to-incident).
const dedupeKey = "customFields.OCI.dedupe_key"

// NewestWithKey returns the last incident that an alarm, or an event, opened, or
// ErrNoIncident.
func (r Reader) NewestWithKey(ctx context.Context) (*Incident, error) {
	return r.first(ctx, dedupeKey+" IS NOT NULL", "id:desc")
}

// LastChangedWithKey returns the incident of an alarm, or of events, that changed
// last, or ErrNoIncident.
func (r Reader) LastChangedWithKey(ctx context.Context) (*Incident, error) {
	return r.first(ctx, dedupeKey+" IS NOT NULL", "updatedTime:desc,id:desc")
}

// ByKey returns the last incident that holds a key: an alarm's dedupeKey, or what
// events tell one entity by. It is ErrNoIncident if none does. The key must not have
// quotes.
func (r Reader) ByKey(ctx context.Context, key string) (*Incident, error) {
	return r.first(ctx, dedupeKey+" = '"+key+"'", "id:desc")
}

// first is the first incident, in an order, that meets a condition, in ROQL; any if
// that is empty.
func (r Reader) first(ctx context.Context, condition, order string) (*Incident, error) {
	query := url.Values{"q": {condition}, "orderBy": {order}, "limit": {"1"}}
	var list struct{ Items []struct{ ID int64 } }
	if err := r.rest(ctx, "incidents?"+query.Encode(), &list); err != nil {
		return nil, err
	}
	if len(list.Items) == 0 {
		return nil, ErrNoIncident
	}
	return r.Incident(ctx, list.Items[0].ID)
}

// named is what B2C Service makes of menu items and of records.
type named struct {
	ID         int64
	LookupName string
}

// Incident returns the one with an id.
func (r Reader) Incident(ctx context.Context, id int64) (*Incident, error) {
	var record struct {
		named
		Subject        string
		Severity       named
		StatusWithType struct{ Status named }
		PrimaryContact named
		Threads        struct {
			Items []struct {
				EntryType   named
				Text        string
				CreatedTime time.Time
			}
		}
	}
	if err := r.rest(ctx, fmt.Sprintf("incidents/%d?expand=all", id), &record); err != nil {
		return nil, err
	}
	contact, err := r.contact(ctx, record.PrimaryContact.ID)
	if err != nil {
		return nil, err
	}
	incident := &Incident{
		ID: record.ID, Reference: record.LookupName, Subject: record.Subject, Severity: record.Severity.LookupName,
		Status: record.StatusWithType.Status.LookupName, Contact: contact,
	}
	for _, thread := range record.Threads.Items {
		incident.Threads = append(incident.Threads, Thread{EntryType: thread.EntryType.LookupName, Text: thread.Text, Created: thread.CreatedTime})
	}
	return incident, nil
}

func (r Reader) contact(ctx context.Context, id int64) (Contact, error) {
	var record struct {
		named
		Phones struct{ Items []struct{ Number string } }
	}
	if err := r.rest(ctx, fmt.Sprintf("contacts/%d?expand=all", id), &record); err != nil {
		return Contact{}, err
	}
	contact := Contact{ID: record.ID, Name: record.LookupName}
	for _, phone := range record.Phones.Items {
		contact.Phones = append(contact.Phones, phone.Number)
	}
	return contact, nil
}
