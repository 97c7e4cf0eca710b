// Command alarm-to-incident is the function behind the topic of alarms: it makes an incident in B2C Service of an alarm that
// fires, and lets the incident follow the alarm's life. Configured by what [function.Start.B2C], [ledger.Configured] and
// [incidents.Configured] say, and
//
//   - severity_CRITICAL, severity_ERROR, severity_WARNING, severity_INFO: the incident's severity; default "1 - Most Severe",
//     "2 - Severe", "3 - Normal" and "4 - Low"
//   - status_FIRING, status_OK: the incident's status; default Unresolved and Updated
//   - repeat_as: thread, the default, to tell every repeat in a thread, or count, to count those that bring nothing new
//   - incident_for: alarm, the default, or resource, for an incident for each resource that fires
//
// # What becomes of a message
//
// Messages are delivered at least once, and in any order. So everything about an alarm happens under its row in the ledger,
// which one message at a time can hold: there it stands which messages were seen, which incident the alarm has, and what
// fires (packages once and ledger). From that, from the incident as it stands in B2C Service and from the message follows what
// to write, without any further input; that is in news.go, plan.go, late.go and incident.go (and package incidents). What
// surrounds it, the ledger and the calls, is in process.go and follow.go.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
