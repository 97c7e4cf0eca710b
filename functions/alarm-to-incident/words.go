package main

import (
	"strings"
	"unicode"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// begin writes the headline, and what the alarm's owner wants to be read.
func (t *text) begin(headline string, n news) {
	what := title(n.Message)
	if n.about != "" {
		what = shortName(n.about) + " (" + what + ")"
	}
	t.line("%s: %s", headline, what)
	if body := readable(n.Body); body != "" {
		t.line("\n%s", body)
	}
	t.line("")
}

// resources lists what fires, with what was measured, and with a remark on some.
func (t *text) resources(n news, remark string, on map[string]bool) {
	if len(n.resources) == 0 {
		return
	}
	t.line("Firing:")
	for _, r := range n.resources {
		entry := "- " + shortName(r.Name)
		if on[resourceID(r)] {
			entry += " (" + remark + ")"
		}
		if len(r.Values) > 0 {
			entry += ": " + inline(strings.Join(r.Values, ", "))
		}
		t.line("%s", entry)
	}
	if !n.complete {
		t.line("- and others, which the message does not name")
	}
}

// facts are what the message says of its alarms.
func (t *text) facts(n news) {
	t.field("Severity", string(n.Severity))
	for _, a := range n.Alarms {
		t.field("Namespace", inline(a.Namespace))
		t.field("Query", inline(a.Query))
		t.field("Region", inline(a.Region()))
		t.field("Summary", inline(a.Summary))
		t.field("Link", inline(a.URL))
	}
}

// lasted writes from when to when something fired.
func (t *text) lasted(n news, since int64) {
	if since > 0 {
		t.field("Fired since", utc(since))
	}
	t.field("Until", utc(n.Time.UnixMilli()))
}

// counted writes how many repeats came without a thread.
func (t *text) counted(before tracked) {
	switch {
	case before.Repeats == 1:
		t.line("1 repeat before this one was counted only.")
	case before.Repeats > 1:
		t.line("%d repeats before this one were counted only.", before.Repeats)
	}
}

// subject is the title, with the resource's name if the incident is for one.
func subject(n news) string {
	if n.about != "" {
		return b2c.Subject(title(n.Message) + ": " + shortName(n.about))
	}
	return b2c.Subject(title(n.Message))
}

// title is the alarm's title, or the best there is in its place.
func title(m *alarm.Message) string {
	for _, candidate := range []string{m.Title, m.Alarms[0].Summary, m.Alarms[0].ID} {
		if candidate = inline(candidate); candidate != "" {
			return candidate
		}
	}
	return "OCI alarm"
}

// shortName is a resource's name as it is kept and shown.
func shortName(name string) string {
	if characters := []rune(inline(name)); len(characters) > maxName {
		return string(characters[:maxName-1]) + "…"
	}
	return inline(name)
}

// inline returns text as a single line.
func inline(text string) string { return strings.Join(strings.Fields(readable(text)), " ") }

// readable returns text without what nobody can read.
func readable(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, text))
}
