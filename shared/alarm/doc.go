// Package alarm reads the messages that Oracle Cloud's Monitoring publishes when an alarm changes its state or goes on
// firing.
//
//	message, err := alarm.Parse(body)
//	if errors.Is(err, alarm.ErrNotAlarm) {
//		// something else was published to the topic
//	}
//
// Every version of the format from 1.0 to 1.5 is read, as single-line JSON or indented (the alarm's messageFormat RAW or
// PRETTY_JSON). What differs between them, or between Monitoring's documentation (alarm message format page) and the messages
// that it really sends:
//
//   - The version is a number, or a text.
//   - Names of fields are in any case: documented is "dedupekey", sent is "dedupeKey".
//   - dimensions, metricValues and notificationType belong to an entry of alarmMetaData, or to the message.
//   - 1.0 and 1.1 have the time in milliseconds only, and neither namespace nor link; metricValues come with 1.5.
//   - The body is null when the alarm has none, and a FIRING_TO_OK has no dimensions.
//
// # Resources
//
// Monitoring knows metric streams, each a set of dimensions. People know resources: several streams may be those of one
// resource, and its dimensions may change while it stays the same. [Message.Resources] are the streams put together by the
// dimension resourceId, or by all of their dimensions if they have none. At most 100 streams are listed (alarm message
// format page), so a resource that is not among them may fire all the same: see [Message.Complete].
package alarm
