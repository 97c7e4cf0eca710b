// Package once lets messages count once that are delivered at least once, in any order and to many instances of a function at
// the same time:
//
//	duplicate, err := once.Do(ctx, counter, message, readState, func(ctx context.Context, st *state) (partly bool, err error) {
//		… // write to B2C Service, and to st what is known then
//	})
//	if err != nil { … } // answer with once.Status(err): the message is to be delivered again
//
// Messages that follow each other, such as those of one alarm, share a row in the ledger, which one of them at a time can hold.
// The row's value is the function's own, and embeds a [Memory] of the messages:
//
//   - A message that was seen is not looked at again.
//   - When a write may or may not have worked, because B2C Service did not answer or the function's process died, the message
//     counts as unfinished. The row's other messages wait for a while until that one has come again, so that what it wrote
//     is known before they go on from there. And whoever comes while there is an unfinished one has to look before it writes.
package once
