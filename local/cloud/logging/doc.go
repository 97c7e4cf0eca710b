// Package logging is the control plane of log groups and logs, the place where the
// cloud's services write to them, and the search over them.
//
// A service that has something to say names its resource and the category; the entry
// goes to every enabled log whose source is that (OCI Logging: Service Logs), and nowhere
// if there is none. Writing never makes a request wait: entries are kept by a goroutine
// of their own, and Flush waits until it has caught up.
package logging
