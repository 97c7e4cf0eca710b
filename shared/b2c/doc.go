// Package b2c is a client of Oracle B2C Service's Connect REST API, for what the functions need of it: contacts,
// incidents and their threads.
//
//	client, err := b2c.New(b2c.Options{Hostname: "mysite.custhelp.com", ApplicationContext: "cxbridge", Credentials: login})
//	contact, err := client.FindContactByPhone(ctx, []string{"15017122661"})
//	incident, err := client.CreateIncident(ctx, b2c.Incident{Subject: "…", PrimaryContact: b2c.Reference{ID: contact.ID}, Threads: …})
//	state, err := client.FindIncident(ctx, attribute, key)
//	err = client.UpdateIncident(ctx, state.ID, b2c.IncidentChange{Threads: …})
//
// What it takes care of, and where the rule comes from (B2C Service's documentation unless said otherwise):
//
//   - Every call has the header OSvC-CREST-Application-Context, mandatory from version 1.4 on, at most 40 characters. It
//     also chooses the pool by which the site throttles.
//   - A 503 means throttled, with OSC-CREST-00035 in a JSON body or with no JSON at all. It is tried again at most three
//     times after 1, 2 and 4 seconds plus jitter, as Answer 12293 advises, and not before the moment that
//     osvc-crest-next-request-after names, a minute ahead at most. It never waits beyond the context's deadline.
//   - B2C Service has no unique keys and no locks. A create that failed in a way that may have been committed (a 5xx, no
//     answer in time, a broken connection) is therefore never repeated blindly: the client looks first whether the object
//     is there. Likewise a change that adds threads: it looks for the last of them.
//   - After a 401 the credentials are read again once, and the call repeated if they changed. The same pair is not sent
//     twice: B2C Service locks accounts that fail to log in.
//   - osvc-crest-api-access-token is echoed until a call is refused.
//   - Redirects are refused, since they would carry the password elsewhere; TLS is at least 1.2 and always verified.
//   - Only digits, keys of letters, digits and . _ : - and plain e-mail addresses are ever put into a query: how a quote is
//     escaped there is not documented.
//
// Errors are *[Error]. They hold neither credentials nor queries, and long runs of digits and e-mail addresses are masked, so they
// can be logged.
package b2c
