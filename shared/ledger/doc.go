// Package ledger remembers, in a NoSQL table, what became of things that are delivered at least once, in any order and to many
// instances of a function at the same time. It has one row for each key, and whoever holds the row is alone with it:
//
//	hold, err := ledger.Hold(ctx, key, "open")
//	if err != nil { … } // ErrHeld: let it be delivered again
//	json.Unmarshal(hold.Value(), &known)
//	if hold.Interrupted() != "" { … } // look what is there before writing
//	… // write to B2C Service
//	err = hold.Finish(ctx, value)
//
// # What it guarantees
//
//   - Of any number of callers one holds a key. The others wait, until it lets go or their context ends.
//   - A hold ends by itself a little after its context's deadline, so a function that dies holds nobody up for longer than one
//     call may take. The next holder learns from [Hold.Interrupted] what the dead one was about: whether that was done
//     nobody knows, so it has to look before it writes.
//   - [Hold.Finish] stores only if nobody else took the key over meanwhile.
//
// It rests on two conditional writes of the NoSQL service: put if absent, and put if the row has still a version (OCI NoSQL:
// UpdateRow, option IF_ABSENT and header if-match). The first also returns the row that there is, so a new key costs one call
// to hold, a known one two, and one more to finish.
//
// What it cannot know is another instance's clock. An instance whose clock is ahead by more than 5 seconds may take over a key
// shortly before its holder's time is over. The holder then learns so from Finish, too late to undo what it wrote.
//
// # The table
//
// Package ddl defines it. The id is the key, or its hash where it is longer than 48 bytes. A row lives for the table's time to
// live after it was last written.
package ledger
