package main

import (
	"strings"
	"unicode"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/phone"
)

// newContact is the contact of an unknown sender. Its name is the guide's.
func newContact(sender phone.Number) b2c.Contact {
	return b2c.Contact{
		Name:   b2c.PersonName{First: "SMS", Last: "User"},
		Phones: []b2c.Phone{{Number: sender.E164(), PhoneType: b2c.MobilePhone()}},
	}
}

// newIncident is the incident of a message: the payload in a private note, and the text in a thread of its own if there is an
// entry type for it.
func newIncident(contactID int64, sender phone.Number, message message, entryType string) b2c.Incident {
	threads := []b2c.Thread{b2c.Note(message.Payload)}
	if entryType != "" && message.Body != "" {
		threads = append(threads, b2c.PlainThread(entryType, message.Body))
	}
	return b2c.Incident{
		Subject:        subject(sender, message),
		PrimaryContact: b2c.Reference{ID: contactID},
		Threads:        threads,
	}
}

// subject is the text's first line, or says who sent it if there is only media.
func subject(sender phone.Number, message message) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(message.Body, "\r", "\n"), "\n")
	first = strings.TrimSpace(strings.Map(printable, first))
	if first == "" {
		return "SMS from " + sender.E164()
	}
	return b2c.Subject(first)
}

// printable makes a blank of what has no place in a line. Marks without width stay, as they join emoji.
func printable(c rune) rune {
	if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
		return ' '
	}
	return c
}
