package sender

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

// Samples are those of the functions of the checkout in a folder.
type Samples string

// Path is where a function's sample is.
func (s Samples) Path(function, name string) string {
	return filepath.Join(string(s), "functions", function, "testdata", name)
}

// SMS is the guide's, with another text.
func (s Samples) SMS(text string) ([]byte, error) {
	return s.with("sms-to-incident", "guide.json", map[string]any{"body": text})
}

// Alarm is one of the guide's messages, such as ok-to-firing.json, as it would be of
// another alarm, which its dedupeKey and its title tell, and at another time.
func (s Samples) Alarm(name, dedupeKey, title string, at time.Time) ([]byte, error) {
	return s.with("alarm-to-incident", name, map[string]any{
		"dedupeKey": dedupeKey, "title": title, "timestampEpochMillis": at.UnixMilli(),
	})
}

// with is a sample with other members.
func (s Samples) with(function, name string, members map[string]any) ([]byte, error) {
	path := s.Path(function, name)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var sample map[string]any
	if err := json.Unmarshal(content, &sample); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for name, value := range members {
		if _, known := sample[name]; !known {
			return nil, fmt.Errorf("%s has no %s", path, name)
		}
		sample[name] = value
	}
	return json.Marshal(sample)
}

// Event is a sample of event-to-incident as it would be of another entity, whose id it
// names, and with another id of its own: an event counts once.
func (s Samples) Event(name, entity string) ([]byte, error) {
	path := s.Path("event-to-incident", name)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var sample struct {
		EventID string
		Event   map[string]struct{ ID string }
	}
	if err := json.Unmarshal(content, &sample); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var of string
	for _, body := range sample.Event {
		of = body.ID
	}
	if sample.EventID == "" || of == "" || len(sample.Event) != 1 {
		return nil, fmt.Errorf("%s is no event of one entity: it has no eventId, or none whose id it tells", path)
	}
	id := uuid.NewSHA1(uuid.NameSpaceOID, []byte(sample.EventID+entity)).String()
	content = bytes.ReplaceAll(content, []byte(sample.EventID), []byte(id))
	return bytes.ReplaceAll(content, []byte(of), []byte(entity)), nil
}
