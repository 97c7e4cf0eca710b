package alarm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Parse reads a message. The error is [ErrNotAlarm] with the reason if it is none.
func Parse(data []byte) (*Message, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%w: it is larger than %d bytes", ErrNotAlarm, MaxSize)
	}
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		// A field of another form than it should have is left out, which encoding/json reports after it has read the rest.
		if mismatch := (*json.UnmarshalTypeError)(nil); !errors.As(err, &mismatch) {
			return nil, fmt.Errorf("%w: it is not JSON", ErrNotAlarm)
		}
	}
	m, err := w.message()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotAlarm, err)
	}
	m.source = bytes.Clone(data)
	return m, nil
}

func (w *wire) message() (*Message, error) {
	m := &Message{
		DedupeKey: strings.TrimSpace(string(w.DedupeKey)),
		Title:     string(w.Title),
		Body:      string(w.Body),
		Type:      Type(upper(w.Type)),
		Severity:  Severity(upper(w.Severity)),
		Version:   string(w.Version),
	}
	if m.DedupeKey == "" {
		return nil, errors.New("it has no dedupeKey")
	}
	switch m.Type {
	case OKToFiring, Repeat, FiringToOK, Reset:
	default:
		return nil, fmt.Errorf("its type is %.40q", m.Type)
	}
	var ok bool
	if m.Time, ok = w.time(); !ok {
		return nil, errors.New("it has no time")
	}
	for _, entry := range w.alarms() {
		m.Alarms = append(m.Alarms, entry.alarm())
		m.Split = m.Split || strings.HasPrefix(upper(entry.NotificationType), "SPLIT")
	}
	if m.Severity.rank() == 0 {
		m.Severity = m.gravest()
	}
	m.Resources, m.Complete = resources(w.alarms())
	return m, nil
}

// time is the time in milliseconds, which every version has, or else the one for people.
func (w *wire) time() (time.Time, bool) {
	if ms, err := strconv.ParseInt(string(w.Milliseconds), 10, 64); err == nil && 0 < ms && ms <= maxMilliseconds {
		return time.UnixMilli(ms).UTC(), true
	}
	t, err := time.Parse(time.RFC3339, string(w.Timestamp))
	return t.UTC().Truncate(time.Millisecond), err == nil && t.UnixMilli() > 0
}

// maxMilliseconds is the end of the year 9999, the last that can be written as a date.
const maxMilliseconds = 253402300799999

// gravest is the gravest severity of the message's alarms.
func (m *Message) gravest() Severity {
	var gravest Severity
	for _, a := range m.Alarms {
		if a.Severity.rank() > gravest.rank() {
			gravest = a.Severity
		}
	}
	return gravest
}
