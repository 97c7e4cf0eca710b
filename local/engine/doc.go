// Package engine prepares the Pulumi engine for the local stacks: which
// programs it runs, where it keeps its state, and by which environment it and
// the oci plugin find the local cloud.
//
// The same environment is what `scripts/local env` prints, so that a person's
// `pulumi up -s local` and the demo's are one and the same.
package engine
