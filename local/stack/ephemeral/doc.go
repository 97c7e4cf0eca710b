// Package ephemeral makes stacks for a test and throws them away again, whatever
// happens in between:
//
//	err := ephemeral.Run(ctx, cleanup, ephemeral.Options{Stack: "try", …})
//
// makes the stack from a template, brings it up, tries it and destroys it. [Recreate]
// destroys a stack and brings it up again at once; [Remove] throws one away.
//
// # The journal
//
// What is about to be done is written into .cxbridge/stacks/<stack>/journal.json before
// it is done. Whoever finds a journal there finishes the clean-up of a run that was cut
// off, and it does not matter where: every step can be done again. The engine that such
// a run left behind is waited for; then its lock in the backend is broken, and what it had
// begun to make is swept away by its tags (package sweep), whether the state knows it or not.
//
// A lock keeps two runs from one stack; stacks of other names do not meet. A second lock
// is inherited by the engine and its plugins, so that it tells, as long as one of them
// lives, even when this process and the engine are gone.
//
// # What is out of reach
//
// Stacks whose file was not made here, unless the caller insists, or the tags of what they
// have say that they were made for a test, by the same owner, and have expired: what a machine
// left that is no more. And, always, stacks with protected resources.
package ephemeral
