// Package client calls the administration of an application of the CX Industries Framework: listener registrations, and
// the hubs of TM Forum's APIs.
//
//	c, err := client.New(client.Options{Endpoint: "https://cxif.example.com", Auth: client.Auth{Basic: &client.Basic{…}}})
//	id, err := c.Register(ctx, client.Listener("https://gateway.example.com/events", apis, auth))
//	…
//	err = c.Unregister(ctx, id)
//
// Paths and shapes are those of the CX Industries REST reference (listenerRegistrations, hub) and of the implementation
// guide's chapter on listeners for events. Where they leave something open:
//
//   - A call that is throttled (429), failed by the server (5xx) or cut off is made again, a few times, with growing
//     pauses.
//   - A POST is not repeated before a look at the registrations has shown that it had no effect: a second registration
//     would have every event delivered twice.
//   - A registration is changed by a JSON Patch (RFC 6902) of what differs; what this package does not know is left alone.
//   - What an answer hides (asterisks, or nothing at all, in place of a secret) is taken to be what was last written,
//     as long as the account beside it is the one that was.
//   - A 404 means that something is gone only if it is TM Forum's error or empty. A proxy's page means a wrong endpoint, and a
//     404 of the identity provider nothing at all.
//
// Errors are [*Error]. They name the call, TM Forum's reason and what can be done, and hold no secrets.
package client
