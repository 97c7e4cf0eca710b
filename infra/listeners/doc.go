// Package listeners registers the stack at an application of the CX Industries Framework as a listener for events, once for
// each API: at the application's listener registrations, or through the API's hub.
//
// A registration comes last, because the application may call as soon as there is one: the gateway's deployment and what
// its functions are allowed stand by then. For the same reason it goes first when the stack is destroyed.
package listeners
