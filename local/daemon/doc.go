// Package daemon runs the local cloud and the desk together: in this process
// (Start, as the tests do), or as a background process of the checkout (Up,
// Down and Read, as scripts/local does).
//
// The background process holds a lock on .cxbridge/local/lock for as long as it
// lives, so that nobody mistakes a stale process number for it, and writes
// what it listens on into .cxbridge/local/daemon.json. What it prints goes to
// .cxbridge/local/daemon.log.
package daemon
