// Package events publishes TM Forum events at the desk, which stands for an
// application of the CX Industries Framework too, and tells what came of them: who
// is registered as a listener, and how each delivery to one went. It uses the desk's
// control API under /cxif/. The commands, the demo and the engine's tests publish
// through it.
package events
