package main

import (
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// text is a thread being written: paragraphs for people, and the message itself below a line.
type text struct{ incidents.Text }

// headlines are the types for people.
var headlines = map[alarm.Type]string{
	alarm.OKToFiring: "FIRING", alarm.Repeat: "STILL FIRING", alarm.Reset: "NO DATA", alarm.FiringToOK: "OK",
}

// end returns the text with the message itself.
func (t *text) end(m *alarm.Message) string { return t.End(m.Source()) }

// firingText tells what fires. What is new is said only if it is known what fired before.
func firingText(n news, since int64, appeared []string, before tracked) string {
	var t text
	t.begin(headlines[n.Type], n)
	isNew := map[string]bool{}
	if before.Firing && len(before.Resources) > 0 {
		for _, key := range appeared {
			isNew[key] = true
		}
	}
	t.resources(n, "new", isNew)
	t.Field("Since", utc(since))
	t.facts(n)
	t.counted(before)
	return t.end(n.Message)
}

// okText tells that it is over. A single resource is named, since it gets no thread of its own.
func okText(n news, before tracked) string {
	var t text
	headline := headlines[n.Type]
	if n.gone {
		headline = "CLEAR"
	}
	t.begin(headline, n)
	if keys := byName(before.Resources); len(keys) == 1 && n.about == "" {
		t.Line("CLEAR: %s", before.Resources[keys[0]].Name)
	}
	t.lasted(n, before.Since)
	t.facts(n)
	t.counted(before)
	return t.end(n.Message)
}

// clearText tells that one of several resources has recovered. The message itself is in the thread that comes with it.
func clearText(n news, r firing) string {
	var t text
	t.Line("CLEAR: %s", r.Name)
	t.Line("\n%s does not fire any more.", r.Name)
	t.Field("Alarm", title(n.Message))
	t.lasted(n, r.Since)
	return strings.TrimSpace(t.String())
}

// resetText tells that what fired is silent.
func resetText(n news, before tracked) string {
	var t text
	t.begin(headlines[n.Type], n)
	t.Line("What fired sends no data any more. Whether it has recovered is not known, so the incident's status stays.")
	t.lasted(n, before.Since)
	t.facts(n)
	t.counted(before)
	return t.end(n.Message)
}

// overText is the text of an OK or a RESET whose firing message is late.
func overText(n news) string {
	if n.Type == alarm.Reset {
		return resetText(n, tracked{})
	}
	return okText(n, tracked{})
}

// lateText tells what a message says that came after a newer one.
func lateText(n news, newest position, recovered map[string]bool) string {
	var t text
	t.begin("LATE, "+headlines[n.Type], n)
	t.Line("This message is of %s and came late, after one of %s (%s).", utc(n.Time.UnixMilli()), utc(newest.Time), headlines[newest.Type])
	if n.Type.Firing() {
		t.resources(n, "recovered since", recovered)
	}
	t.facts(n)
	return t.end(n.Message)
}

func utc(milliseconds int64) string {
	return plain.Time(time.UnixMilli(milliseconds))
}
