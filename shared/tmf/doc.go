// Package tmf reads the events that applications publish in the form of TM Forum's Open APIs, and says what they mean for an
// incident.
//
//	event, err := tmf.Parse(body)                    // the envelope; errors.Is(err, tmf.ErrInvalid)
//	entity, err := settings.Entity("troubleTicket", event) // what it is about; errors.Is(err, tmf.ErrUnknownType)
//	entity.Key()                                     // the same for all events of that ticket, and no other's
//
// # Envelope
//
// Versions 4 and 5 are read alike. No member is mandatory by the schemas but the event's type, which may stand in @type alone
// (version 5). An event without eventId is known by the hash of its JSON, whatever the order of its members and its blanks.
// The time is timeOccurred (version 5), timeOcurred (version 4, misspelt in the standard) or else eventTime. Types are compared
// without case and without a prefix /event/, and StatusChange is the same as StateChange.
//
// # Entities
//
// Known are events of trouble tickets (TMF621), product orders and their cancellations (TMF622), and customer bills, on demand
// too (TMF678). A cancellation belongs to its order: its events have the order's key, and say neither state nor severity.
//
// The customer's telephone numbers and e-mail addresses come from relatedParty, in the form of either version: from parties in a
// customer's role if they have any, else from the entity itself, else from any party that is not staff. Those that were not valid any more when the
// event occurred do not count.
//
// Severity comes from severity, or else from priority. What tells of a later change tells parts of an entity only: then a trouble
// ticket's priority does not count, as it has a severity too, and neither does the event's own priority.
//
// # Settings
//
// Mappings add events of other types, or say otherwise for known ones. They are JSON pointers into the whole event; what is left
// out is found as for the known kinds (id, name, description, severity or priority, status or state, relatedParty). Those of contact
// lead to numbers, addresses, contact media or parties, or to a list of them:
//
//	[{"eventTypes": ["IndividualCreateEvent", "IndividualDeleteEvent"],
//	  "kind": "individual",
//	  "subject": "/title",
//	  "text": "/description",
//	  "severity": "/priority",
//	  "contact": {"phone": "/event/individual/mobile", "email": "/event/individual/mail"},
//	  "correlationKey": "/event/individual/id",
//	  "state": "/event/individual/status"}]
//
// The correlation key tells the entity from others of its kind, which is that of the event type's name unless kind says it. Event
// types that are to share incidents need the same kind.
//
// Statuses are those of incidents by the state of the entity, and severities those by what is said of severity or priority; case does
// not count. They add to these defaults, or replace them; "" leaves the incident's as it is:
//
//	{"acknowledged": "Unresolved", "new": "Unresolved", "failed": "Unresolved", "terminatedWithError": "Unresolved", "resolved": "Solved",
//	 "closed": "Solved", "completed": "Solved", "settled": "Solved", "cancelled": "Solved", "rejected": "Solved", "done": "Solved", "deleted": "Solved"}
//	{"critical": "1 - Most Severe", "0": "1 - Most Severe", "1": "1 - Most Severe", "major": "2 - Severe", "high": "2 - Severe", "2": "2 - Severe",
//	 "minor": "3 - Normal", "medium": "3 - Normal", "3": "3 - Normal", "warning": "4 - Low", "low": "4 - Low", "4": "4 - Low"}
//
// An entity is over ([Entity.Final]) in every state that has the same status as closed. The state of an entity that was deleted
// is "deleted".
//
// # Order
//
// Deliveries come in any order. Of two events of an entity the one with the earlier [Event.Time] is older, and of two with the same
// time the one with the lower [Change.Rank]; an event without time can only be taken in the order of arrival.
//
// Sources: TM Forum's schemas TMF621, TMF622 and TMF678, versions 4 and 5; CX Industries Implementation Guide, "Set Up Listeners for
// Events". Which roles are a customer's, and the statuses and severities, are this project's choice.
package tmf
