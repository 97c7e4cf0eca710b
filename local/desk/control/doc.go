// Package control is how tests and people see and disturb the simulated site,
// under /desk/:
//
//	/desk/requests  GET the journal of REST calls, DELETE to begin it anew
//	/desk/faults    GET what is planned, POST to plan a fault, DELETE all of them
//	/desk/password  PUT {"password": "…"} gives the account another one at the REST API,
//	                and there alone: people and tools keep theirs, at every other page
//
// A fault strikes the next so many calls that match, in the order they arrive,
// and is then spent:
//
//	{"match": {"method": "POST", "path": "/incidents"}, "fault": "commit-then-503", "times": 1}
//
// path is what follows the version, with * for any one part (/contacts/*/phones);
// without it every path matches, and without method every method. Calls of the
// application of CX Industries beside the site are struck only by faults that name
// their whole path, such as /admin/listenerRegistrations/*, /troubleTicket/v4/hub or
// /oauth2/v1/token. The faults:
//
//	throttle            503 with OSC-CREST-00035; 429 from CX Industries
//	unavailable         503 without a body
//	unauthorized        401
//	next-request-after  the usual answer, with the header osvc-crest-next-request-after: delayMs
//	commit-then-503     the call is carried out, the answer is a bare 503
//	commit-then-reset   the call is carried out, the connection is reset
//	slow                the usual answer after delayMs
//	hang                no answer, until the client goes or the desk closes
//	reset               the connection is reset
//
// Journal, faults and a changed password are kept in memory only.
package control
