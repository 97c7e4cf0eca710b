package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// Caps of a thread: what is told for people, in characters, and the event's own text, in bytes. With both, even fifty threads fit
// into one answer of B2C Service (package b2c).
const (
	maxTold   = 12_000
	maxSource = 32 << 10
)

// thread tells what an event says: for people first, and below a line the event itself.
func thread(d delivery, late bool, newest position) string {
	var t incidents.Text
	headline := strings.ToUpper(string(d.entity.Change))
	if late {
		headline = "LATE, " + headline
	}
	t.Line("%s: %s", headline, d.entity.Subject)
	if late {
		t.Line("\nThis event is of %s and came late, after one of %s.", plain.Time(d.event.Time), plain.Time(time.UnixMilli(newest.Time)))
	}
	for _, text := range slices.Compact([]string{d.entity.Text, d.event.Description}) {
		if text != "" {
			t.Line("\n%s", text)
		}
	}
	t.Line("")
	t.Field("State", d.entity.State)
	for _, fact := range d.entity.Facts {
		t.Field(fact.Label, fact.Value)
	}
	if !d.event.Time.IsZero() {
		t.Field("Time", plain.Time(d.event.Time))
	}
	var whole incidents.Text
	whole.WriteString(plain.Cut(t.String(), maxTold))
	return whole.End(source(d.event) + "\n\n" + signature(d.event))
}

// signature is the last line of an event's thread, which no other event's thread ends with.
func signature(e *tmf.Event) string { return "Event " + plain.Key(e.ID) }

// source is the event itself, indented, if it is not too long. That is found out before the indentation, by which a deeply nested
// event grows to many times what the function's memory holds.
func source(e *tmf.Event) string {
	var short, long bytes.Buffer
	encoder := json.NewEncoder(&short)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(e.Document)
	if err == nil && short.Len() <= maxSource {
		err = json.Indent(&long, short.Bytes(), "", "  ")
	}
	if err != nil || long.Len() == 0 || long.Len() > maxSource {
		return "The event itself is too long to be shown."
	}
	return strings.TrimSpace(long.String())
}
