// Command alarm-to-incident is the function behind the topic of alarms: it makes an incident in B2C Service of an alarm that
// fires, and lets the incident follow the alarm's life. Configured by what [function.Start.B2C] and [ledger.Configured] say, and
//
//   - b2cservice_contact_id: id of the contact that the incidents belong to; required
//   - severity_CRITICAL, severity_ERROR, severity_WARNING, severity_INFO: the incident's severity; default "1 - Most Severe",
//     "2 - Severe", "3 - Normal" and "4 - Low"
//   - status_FIRING, status_OK: the incident's status; default Unresolved and Updated
//   - b2cservice_product, b2cservice_category, b2cservice_queue: names, for new incidents; none by default
//   - dedupe_key_attribute: custom attribute of incidents that holds the alarm's dedupeKey; default OCI.dedupe_key
//   - reopen_within: for how long a closed incident is opened again when the alarm fires again, such as 72h, the default;
//     after that, or always if it is 0, there is a new one
//   - repeat_as: thread, the default, to tell every repeat in a thread, or count, to count those that bring nothing new
//   - incident_for: alarm, the default, or resource, for an incident for each resource that fires
//
// # What becomes of a message
//
// Messages are delivered at least once, and in any order. So everything about an alarm happens under its row in the ledger,
// which one message at a time can hold: there it stands which messages were seen, which incident the alarm has, and what
// fires. From that, from the incident as it stands in B2C Service and from the message follows what to write, without any
// further input; that is in news.go, plan.go, late.go and incident.go. What surrounds it, the ledger and the calls, is in process.go
// and follow.go.
//
// An incident is written in one call, its threads with its status, so that there is no half of it. When a write may or may not
// have worked, the ledger remembers that: the alarm's other messages wait for a while until that one has come again, and whoever
// comes then looks before it writes.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
