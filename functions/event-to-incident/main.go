// Command event-to-incident is the function to which applications of the CX Industries Framework deliver TM Forum events: it
// makes an incident in B2C Service of a trouble ticket, a product order or a customer bill, and lets the incident follow it.
// Configured by what [function.Start.B2C], [function.Start.NetworkGuard], [ledger.Configured] and [incidents.Configured] say,
// where b2cservice_contact_id is the contact of those events that name nobody whom B2C Service knows, and
//
//   - event_apis: the APIs whose events are taken, by the last part of the URL as the gateway names it in the header
//     X-Listener-Api, with their versions, as JSON; required:
//     {"troubleTicket": {"version": "v4"}, "customerBillManagement": {"version": "v5"}}
//   - event_mappings, event_statuses, event_severities: which events there are and what they say of their entities, and the
//     incident's status and severity, by the entity's, as JSON; the defaults of package tmf if they are not set
//   - status_open: the status of an incident whose entity says none that is mapped; default Unresolved
//   - default_region: ISO 3166 code of the country that telephone numbers without a calling code belong to; default US
//
// # What is answered
//
//   - 201 with an event subscription (version 4 of TM Forum's APIs) or 204 (from version 5 on): the event is told, or was before.
//   - 400, 403, 404, 405, 413, 415 and 422 for what will never be taken: no event, a caller outside allowed_client_cidrs, an API
//     that is none of event_apis, an event of a type that no mapping names.
//   - 502 and 503 for what is to be delivered again: B2C Service or the ledger cannot be reached, another event of the
//     same entity failed halfway and comes first, or the gateway does not say whose listener an event is for.
//
// An event of an unknown type is refused, and not taken and dropped: a publisher does not repeat what is refused with a 4xx, but
// knows that it was not delivered, so that it can be delivered once there is a mapping. Who does not want such events at all
// names those that are wanted in the listener's query.
//
// # What becomes of an event
//
// Events are delivered at least once, and in any order. So everything about an entity happens under its row in the ledger, which
// one event at a time can hold (packages once and ledger). From what stands there, from the incident as it is in B2C Service
// and from the event follows what to write, without any further input; that is in plan.go and state.go (and package
// incidents). What surrounds it, the ledger and the calls, is in process.go, follow.go and contact.go.
//
//   - An event opens the entity's incident, or adds a thread to it. The newest that says something of the entity's state or
//     severity decides the incident's: an event that comes late tells what it says and sets nothing back.
//   - What an agent gave the incident stays, until an entity that was over comes alive again: see package incidents.
//   - A new incident belongs to the contact with the related party's telephone number, or else with its e-mail address. Only
//     then is there more than the two calls of B2C Service that an event takes.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
