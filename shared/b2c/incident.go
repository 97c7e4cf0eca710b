package b2c

import "context"

// maxSubject is the most characters of an incident's subject (B2C Service REST API: incidents).
const maxSubject = 240

// Incident is a case as one is created.
type Incident struct {
	Subject        string    `json:"subject"`
	PrimaryContact Reference `json:"primaryContact"`
	Threads        []Thread  `json:"threads,omitempty"`

	// What the site or its rules decide where it is nil.
	Severity       *NamedID        `json:"severity,omitempty"`
	StatusWithType *StatusWithType `json:"statusWithType,omitempty"`
	Product        *NamedID        `json:"product,omitempty"`
	Category       *NamedID        `json:"category,omitempty"`
	Queue          *NamedID        `json:"queue,omitempty"`

	CustomFields CustomFields `json:"customFields,omitempty"`
}

// StatusWithType is an incident's status. Its type follows from it.
type StatusWithType struct {
	Status NamedID `json:"status"`
}

// Thread is an entry of an incident.
type Thread struct {
	Text        string  `json:"text"`
	EntryType   NamedID `json:"entryType"`
	ContentType NamedID `json:"contentType"`
}

// Note returns a private note in plain text.
func Note(text string) Thread { return PlainThread("Note", text) }

// PlainThread returns a thread of the given entry type ("Note", "Customer", …) in plain text.
func PlainThread(entryType, text string) Thread {
	return Thread{Text: text, EntryType: NamedID{LookupName: entryType}, ContentType: NamedID{LookupName: "text/plain"}}
}

// Subject returns text cut to what an incident's subject may hold, at a character's boundary.
func Subject(text string) string {
	characters := 0
	for at := range text {
		if characters == maxSubject {
			return text[:at]
		}
		characters++
	}
	return text
}

// CreateIncident creates an incident with its threads in one call. If it is not certain whether that worked, the contact's
// newest incidents, of those with the same keys in their custom fields, are searched for one of the same subject and with the
// same threads.
func (c *Client) CreateIncident(ctx context.Context, incident Incident) (Record, error) {
	since := c.options.Clock().Add(-clockSkew)
	return c.create(ctx, "incidents", incident, func(ctx context.Context) (*Record, error) {
		return c.findRecent(ctx, incident, since)
	})
}
