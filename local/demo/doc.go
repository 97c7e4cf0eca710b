// Package demo shows the whole way of an SMS, that of an alarm and that of an event
// on this machine, with the real engine, the real gateway data plane and the real
// function images: the local cloud comes up, `pulumi up` builds the stack local, the
// guide's SMS payload is posted to the webhook, and the desk shows the contact, the
// incident and its thread that came of it. Then a secret is created, the guide's alarm
// fires, and the desk shows the incident that it opens, and how that follows the alarm
// to its end. Alarms look at their metrics once a minute; the demo lets their time run
// faster than life. Last the desk, as an application of the CX Industries Framework,
// publishes that there is a new trouble ticket, and that it is resolved: the incident
// follows, and who posts the same without the application's token changes nothing.
package demo
