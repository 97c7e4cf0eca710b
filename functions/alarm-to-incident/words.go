package main

import (
	"strings"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// begin writes the headline, and what the alarm's owner wants to be read.
func (t *text) begin(headline string, n news) {
	what := title(n.Message)
	if n.about != "" {
		what = plain.ShortName(n.about) + " (" + what + ")"
	}
	t.Line("%s: %s", headline, what)
	if body := plain.Readable(n.Body); body != "" {
		t.Line("\n%s", body)
	}
	t.Line("")
}

// resources lists what fires, with what was measured, and with a remark on some.
func (t *text) resources(n news, remark string, on map[string]bool) {
	if len(n.resources) == 0 {
		return
	}
	t.Line("Firing:")
	for _, r := range n.resources {
		entry := "- " + plain.ShortName(r.Name)
		if on[resourceID(r)] {
			entry += " (" + remark + ")"
		}
		if len(r.Values) > 0 {
			entry += ": " + plain.Inline(strings.Join(r.Values, ", "))
		}
		t.Line("%s", entry)
	}
	if !n.complete {
		t.Line("- and others, which the message does not name")
	}
}

// facts are what the message says of its alarms.
func (t *text) facts(n news) {
	t.Field("Severity", string(n.Severity))
	for _, a := range n.Alarms {
		t.Field("Namespace", plain.Inline(a.Namespace))
		t.Field("Query", plain.Inline(a.Query))
		t.Field("Region", plain.Inline(a.Region()))
		t.Field("Summary", plain.Inline(a.Summary))
		t.Field("Link", plain.Inline(a.URL))
	}
}

// lasted writes from when to when something fired.
func (t *text) lasted(n news, since int64) {
	if since > 0 {
		t.Field("Fired since", utc(since))
	}
	t.Field("Until", utc(n.Time.UnixMilli()))
}

// counted writes how many repeats came without a thread.
func (t *text) counted(before tracked) {
	switch {
	case before.Repeats == 1:
		t.Line("1 repeat before this one was counted only.")
	case before.Repeats > 1:
		t.Line("%d repeats before this one were counted only.", before.Repeats)
	}
}

// subject is the title, with the resource's name if the incident is for one.
func subject(n news) string {
	if n.about != "" {
		return title(n.Message) + ": " + plain.ShortName(n.about)
	}
	return title(n.Message)
}

// title is the alarm's title, or the best there is in its place.
func title(m *alarm.Message) string {
	for _, candidate := range []string{m.Title, m.Alarms[0].Summary, m.Alarms[0].ID} {
		if candidate = plain.Inline(candidate); candidate != "" {
			return candidate
		}
	}
	return "OCI alarm"
}
