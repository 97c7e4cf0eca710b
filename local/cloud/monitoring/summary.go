package monitoring

import (
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/lifecycle"
)

// summary says in words how the alarm is. The documented samples are of firing alarms;
// the wording of the others is after them.
func (d definition) summary(state string, streams int) string {
	if custom := d.doc.String("alarmSummary"); custom != "" {
		return custom
	}
	why := fmt.Sprintf("%d metrics meet the trigger rule", streams)
	switch {
	case d.rule.Split && state == "OK":
		why = "the resources with dimensions listed below do not meet the trigger rule"
	case d.rule.Split:
		why = "the resources with dimensions listed below meet the trigger rule"
	case state == "OK":
		why = "0 metrics meet the trigger rule"
	}
	plural := "s"
	if d.rule.Pending == 1 {
		plural = ""
	}
	return fmt.Sprintf(`Alarm "%s" is in a "%s" state; because %s: "%s", with a trigger delay of %d minute%s`,
		d.doc.String("displayName"), state, why, d.doc.String("query"), d.rule.Pending, plural)
}

// shownSummary is the summary that the API shows of an alarm, or of one stream of it, that
// is as it is since a time. Streams are those that fire, or the one.
func (p *Plane) shownSummary(d definition, firing bool, since time.Time, stream string, streams ...lifecycle.Stream) string {
	said := lifecycle.Message{Type: lifecycle.FiringToOK, At: since, Stream: stream, Streams: streams, Total: len(streams)}
	if firing {
		said.Type = lifecycle.OKToFiring
	}
	m := p.message(d, said)
	return variables(m).render(m.AlarmMetaData[0].AlarmSummary)
}
