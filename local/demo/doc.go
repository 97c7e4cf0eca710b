// Package demo shows the whole way of an SMS on this machine, with the real
// engine, the real gateway data plane and the real function images: the local
// cloud comes up, `pulumi up` builds the stack local, the guide's SMS payload
// is posted to the webhook, and the desk shows the contact, the incident and
// its thread that came of it.
package demo
