// Package incidents lets incidents in B2C Service follow something that lives elsewhere and sends messages, such as an alarm or
// a trouble ticket:
//
//	incident, err := follower.Find(ctx, key) // or B2C.GetIncident, if its id is known
//	write := follower.Decide(plan, incident)
//	err = follower.CarryOut(ctx, &write)
//
// A [Plan] is what a message means for the incident, as far as that can be said without seeing it. [Settings.Decide] looks at the
// incident as it stands and decides what to write, without any further input: that is tested without B2C Service. An incident is
// written in one call, its threads with its status, so that there is no half of it.
//
// What agents do is respected:
//
//   - A status, or a severity, is replaced only if it is one that was given here.
//   - A closed incident is opened again only when what it follows comes alive again; after reopen_within, a new one
//     succeeds it.
//   - A deleted one is followed by a new one only if there is something to do for somebody.
//
// [Text] writes threads: paragraphs for people, and below a line what the thread is known by when the same message comes again.
package incidents
