package alarm

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"
)

// MaxSize caps a message, in bytes. Notifications takes 64 KB (PublishMessage); indented by somebody on the way, it is larger.
const MaxSize = 256 << 10

// ErrNotAlarm is the error for what is no alarm message.
var ErrNotAlarm = errors.New("not an alarm message")

// Type says what happened to an alarm.
type Type string

// The types (Monitoring: alarm message format page).
const (
	OKToFiring Type = "OK_TO_FIRING"
	Repeat     Type = "REPEAT" // it fires still
	FiringToOK Type = "FIRING_TO_OK"
	Reset      Type = "RESET" // what fired sends no data any more; whether it has recovered is not known
)

// Firing tells whether the alarm fires.
func (t Type) Firing() bool { return t == OKToFiring || t == Repeat }

// Severity is an alarm's severity; "" if the message has none.
type Severity string

// The severities, the gravest first.
const (
	Critical Severity = "CRITICAL"
	Error    Severity = "ERROR"
	Warning  Severity = "WARNING"
	Info     Severity = "INFO"
)

// Severities are all of them, the gravest first.
func Severities() []Severity { return []Severity{Critical, Error, Warning, Info} }

// Above tells whether s is graver than other. It is not if either of them is no severity.
func (s Severity) Above(other Severity) bool {
	mine, others := s.rank(), other.rank()
	return mine > 0 && others > 0 && mine > others
}

// rank is 4 for the gravest severity, and 0 for none.
func (s Severity) rank() int {
	for i, known := range Severities() {
		if s == known {
			return len(Severities()) - i
		}
	}
	return 0
}

// Message is an alarm message.
type Message struct {
	DedupeKey string // of the alarm, or of the alarm and one metric stream if it sends split messages
	Title     string // the alarm's notification title, or its name
	Body      string // "" if the alarm has none
	Type      Type
	Severity  Severity
	Time      time.Time  // of the minute that was evaluated
	Version   string     // "" if it says none
	Split     bool       // it is about one metric stream only
	Alarms    []Alarm    // one at least
	Resources []Resource // what fires, in the order of the message
	// Complete tells whether all that fires is among the resources. It never is if there are none.
	Complete bool

	source []byte
}

// Alarm is what a message says of one alarm.
type Alarm struct {
	ID        string // OCID
	Status    string
	Severity  Severity
	Namespace string
	Query     string
	Summary   string
	URL       string // of the alarm in Oracle Cloud's console
	Firing    int    // metric streams that fire
}

// Region returns the alarm's region as its link names it, or else its OCID; "" if neither does.
func (a Alarm) Region() string {
	if link, err := url.Parse(a.URL); err == nil {
		if region := link.Query().Get("region"); region != "" {
			return region
		}
	}
	// ocid1.alarm.<realm>.<region>.<unique id>
	if parts := strings.Split(a.ID, "."); len(parts) == 5 && parts[0] == "ocid1" {
		return parts[3]
	}
	return ""
}

// Source returns the message itself, indented. The same message always has the same one.
func (m *Message) Source() string {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(m.source), "", "  "); err != nil {
		return string(m.source) // it was parsed, so it can be indented
	}
	return strings.ToValidUTF8(b.String(), "\ufffd")
}
