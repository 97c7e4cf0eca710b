// Package criteria reads the queries by which a listener of the CX Industries Framework chooses its events. Settings are
// checked with it before anything is registered, and the simulator evaluates what it gives.
//
//	(/eventType eq "TroubleTicketCreateEvent" or /eventType eq "TroubleTicketStatusChangeEvent" and /event/troubleTicket/severity eq "Major")
//	 |          |  |                                                                         |
//	 |          |  value: text in double quotes, with JSON's escapes                         binds tighter than or
//	 |          the only operator
//	 path: a JSON pointer (RFC 6901) into the event, plain or in double quotes
//
//	query, err := criteria.Parse(`/eventType ne "x"`)
//	// 1:12: found "ne", expected eq
//	query.Matches(event)
//
// CX Industries documents the language by samples only (Implementation Guide, "Set Up Listeners for Events"). Everything
// that the samples do not show is refused rather than guessed, so that a query which passes here means there what it
// means here. What had to be assumed:
//
//   - and binds tighter than or; parentheses are optional. Keywords are in lower case.
//   - A path that leads nowhere, or to an object, a list or null, equals no value.
//   - A number or truth value of the event equals a text that is its JSON: 5 equals "5", true equals "true".
//   - Values of /eventType may carry the prefix /event/, as the samples' do ("/event/TaxEvent3"), and so may the events'.
//     On both sides it is dropped before they are compared. No other path is compared in this way.
//   - A path in double quotes ("/event/TaxEvent3/familyName") is the same as a plain one. It may hold what ends a plain
//     path: blanks, quotes and parentheses.
//   - Texts are equal if all of their characters are; case counts.
package criteria
