// Package lifecycle is an alarm's life, minute by minute, and what it says of it.
//
// A State holds the metric streams that an alarm's query knows. Step takes what the
// query gave in one minute and returns the messages that are due (OCI Monitoring:
// Message Types):
//
//   - A stream fires after as many true minutes in a row as the rule's pending duration
//     has, and stops at the first minute that is clear.
//   - A firing stream without data keeps firing, until it has been absent for the
//     internal reset period; then it is forgotten.
//   - Grouped, the alarm speaks for all its streams together: when the first fires, when
//     the last stops, and, if the rule repeats, in between. Split, it does so for each.
//
// Nothing here knows queries, clocks or the store.
package lifecycle
