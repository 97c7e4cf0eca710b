package monitoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/lifecycle"
)

// newestMinor is that of the message version 1.5.
const newestMinor = 5

// listed is how many streams a message lists at most (Monitoring: Alarm Message Format).
const listed = 100

// message is what a topic gets (Monitoring: Alarm Message Format).
type message struct {
	DedupeKey            string     `json:"dedupeKey"`
	Title                string     `json:"title"`
	Body                 *string    `json:"body"`
	Type                 string     `json:"type"`
	Severity             string     `json:"severity"`
	TimestampEpochMillis int64      `json:"timestampEpochMillis"`
	Timestamp            string     `json:"timestamp,omitempty"` // since 1.3
	AlarmMetaData        []metadata `json:"alarmMetaData"`
	NotificationType     string     `json:"notificationType,omitempty"` // since 1.5
	Version              float64    `json:"version"`
}

type metadata struct {
	ID                 string              `json:"id"`
	Status             string              `json:"status"`
	Severity           string              `json:"severity"`
	Namespace          string              `json:"namespace,omitempty"` // since 1.3
	Query              string              `json:"query"`
	TotalMetricsFiring int                 `json:"totalMetricsFiring"`
	Dimensions         []map[string]string `json:"dimensions"`
	AlarmURL           string              `json:"alarmUrl,omitempty"`     // since 1.3
	AlarmSummary       string              `json:"alarmSummary,omitempty"` // since 1.5
	MetricValues       []map[string]string `json:"metricValues,omitempty"` // since 1.5
}

// compose writes a message as it goes to the topic.
func (p *Plane) compose(d definition, said lifecycle.Message) outgoing {
	m := p.message(d, said)
	vars := variables(m)
	m.Title = vars.render(m.Title)
	if m.Body != nil {
		*m.Body = vars.render(*m.Body)
	}
	m.AlarmMetaData[0].AlarmSummary = vars.render(m.AlarmMetaData[0].AlarmSummary)
	p.age(d, &m)
	indent := ""
	if d.doc.String("messageFormat") == "PRETTY_JSON" {
		indent = "  "
	}
	return outgoing{Topic: d.doc.Strings("destinations")[0], Title: m.Title, Message: encode(m, indent)}
}

// message is in the newest version, its texts not rendered yet.
func (p *Plane) message(d definition, said lifecycle.Message) message {
	at := p.scale.out(said.At).Truncate(time.Millisecond)
	state := status(said.Type.Firing())
	about := metadata{
		ID: d.id, Status: state, Severity: d.doc.String("severity"), Namespace: d.doc.String("namespace"), Query: d.doc.String("query"),
		TotalMetricsFiring: said.Total, Dimensions: []map[string]string{},
		AlarmURL:     fmt.Sprintf("https://cloud.oracle.com/monitoring/alarms/%s?region=%s", d.id, p.engine.Region),
		AlarmSummary: d.summary(state, said.Total),
	}
	list := said.Streams[:min(len(said.Streams), listed)]
	if !said.Type.Firing() && !p.Fidelity.SplitClearNamesStream {
		list = nil
	}
	for _, stream := range list {
		about.Dimensions = append(about.Dimensions, stream.Dimensions)
		if said.Type.Firing() {
			about.MetricValues = append(about.MetricValues, map[string]string{d.query.WithoutPredicate(): fmt.Sprintf("%.2f", stream.Value)})
		}
	}
	m := message{
		DedupeKey: dedupeKey(d.id, said.Stream), Title: d.doc.String("displayName"), Type: string(said.Type), Severity: about.Severity,
		TimestampEpochMillis: at.UnixMilli(), Timestamp: at.Format(time.RFC3339Nano), AlarmMetaData: []metadata{about},
		NotificationType: "Grouped messages across metric streams", Version: 1 + newestMinor/10.0,
	}
	if title := d.doc.String("notificationTitle"); title != "" {
		m.Title = title
	}
	if body := d.doc.String("body"); body != "" {
		m.Body = &body
	}
	if d.rule.Split {
		m.NotificationType = "Split messages per metric stream"
	}
	return m
}

// age takes out what the version that the alarm asks for does not have.
func (p *Plane) age(d definition, m *message) {
	minor := newestMinor
	if d.doc.String("notificationVersion") == "" {
		minor = min(p.Fidelity.UnversionedAlarmMinor, newestMinor)
	}
	m.Version = 1 + float64(minor)/10
	about := &m.AlarmMetaData[0]
	if minor < 5 {
		m.NotificationType, about.AlarmSummary, about.MetricValues = "", "", nil
	}
	if minor < 3 {
		m.Timestamp, about.Namespace, about.AlarmURL = "", "", ""
	}
}

// dedupeKey is the same for all messages of an alarm, or of a stream of a split one.
func dedupeKey(alarm, stream string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(alarm+stream)).String()
}

func encode(m message, indent string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	encoder.Encode(m) // strings and numbers: it cannot fail
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
}
