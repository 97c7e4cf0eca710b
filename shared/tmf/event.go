package tmf

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

// MaxSize caps an event's body, in bytes. TM Forum's APIs state no limit.
const MaxSize = 1 << 20

// The longest identifiers that are taken as they are, in bytes.
const (
	maxEventID  = 128
	maxEntityID = 256
	maxType     = 128
)

// ErrInvalid is the error for what is no event, whenever it is sent.
var ErrInvalid = errors.New("not an event")

// Event is the envelope of an event.
type Event struct {
	ID            string    // eventId, or "sha256:…" of it if it is overlong, or of the whole event if it has none
	Type          string    // as it was sent
	Time          time.Time // when it occurred; zero if no time is given or can be read
	CorrelationID string
	Domain        string
	Title         string // "" if it only repeats the type, as in TM Forum's samples
	Description   string // cut
	Priority      string
	Document      any // the whole of it, with numbers as json.Number
}

// Parse reads an event. The error is [ErrInvalid] with the reason if it is none.
func Parse(body []byte) (*Event, error) {
	if len(body) > MaxSize {
		return nil, fmt.Errorf("%w: it is larger than %d bytes", ErrInvalid, MaxSize)
	}
	document, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	envelope, ok := document.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%w: it is JSON, but no object", ErrInvalid)
	}
	e := &Event{
		Type:          cmp.Or(lineOf(envelope["eventType"]), lineOf(envelope["@type"])),
		Time:          timeOf(envelope),
		CorrelationID: lineOf(envelope["correlationId"]),
		Domain:        lineOf(envelope["domain"]),
		Title:         lineOf(envelope["title"]),
		Description:   plain.Cut(textOf(envelope["description"]), maxText),
		Priority:      lineOf(envelope["priority"]),
		Document:      document,
	}
	switch {
	case e.Type == "":
		return nil, fmt.Errorf("%w: it has no eventType", ErrInvalid)
	case len(e.Type) > maxType:
		return nil, fmt.Errorf("%w: its eventType is longer than %d bytes", ErrInvalid, maxType)
	}
	if typeName(e.Title) == typeName(e.Type) {
		e.Title = ""
	}
	e.ID, err = identify(envelope)
	return e, err
}

// identify returns what tells an event from all others, and is the same when it is delivered again.
func identify(envelope map[string]any) (string, error) {
	id := lineOf(envelope["eventId"])
	switch {
	case id == "":
		canonical, err := json.Marshal(envelope) // which sorts the members
		return "sha256:" + plain.Hash(string(canonical)), err
	case len(id) > maxEventID:
		return "sha256:" + plain.Hash(id), nil
	}
	return id, nil
}

// timeOf returns when an event occurred. Version 4 of the schema writes timeOcurred, version 5 timeOccurred; the time at which
// it was sent follows it closely.
func timeOf(envelope map[string]any) time.Time {
	for _, name := range []string{"timeOccurred", "timeOcurred", "eventTime"} {
		if t, ok := parseTime(lineOf(envelope[name])); ok {
			return t.UTC()
		}
	}
	return time.Time{}
}

// layouts are how times are written: by RFC 3339, as TM Forum's schemas want it, with an offset without colon, or without
// any offset, which is taken as UTC.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02"}

func parseTime(text string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && t.Unix() > 0 {
			return t, true
		}
	}
	return time.Time{}, false
}

// lineOf returns a text, number or truth value as a single line; "" for anything else.
func lineOf(value any) string {
	text, _ := pointer.Text(value)
	return plain.Inline(text)
}

// textOf returns a text, number or truth value with its lines; "" for anything else.
func textOf(value any) string {
	text, _ := pointer.Text(value)
	return plain.Readable(strings.ReplaceAll(text, "\r\n", "\n"))
}
