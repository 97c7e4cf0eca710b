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
	sample, err := s.read("sms-to-incident", "guide.json")
	if err != nil {
		return nil, err
	}
	sample["body"] = text
	return json.Marshal(sample)
}

// Alarm is one of the guide's messages, such as ok-to-firing.json, as it would be of
// another alarm, which its dedupeKey and its title tell, and at another time. It names no
// resources, so that it has one incident whatever the stack makes of several.
func (s Samples) Alarm(name, dedupeKey, title string, at time.Time) ([]byte, error) {
	sample, err := s.read("alarm-to-incident", name)
	if err != nil {
		return nil, err
	}
	alarms, _ := sample["alarmMetaData"].([]any)
	for _, entry := range alarms {
		if one, ok := entry.(map[string]any); ok {
			delete(one, "dimensions")
		}
	}
	sample["dedupeKey"], sample["title"], sample["timestampEpochMillis"] = dedupeKey, title, at.UnixMilli()
	return json.Marshal(sample)
}

// read is a sample that is an object.
func (s Samples) read(function, name string) (map[string]any, error) {
	path := s.Path(function, name)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var sample map[string]any
	if err := json.Unmarshal(content, &sample); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return sample, nil
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
