// Package desk is a simulated Oracle B2C Service site: the part of its Connect
// REST API that turns messages into incidents, a page on which a person sees
// them, and faults on demand. Beside it stands the part of an application of the CX
// Industries Framework that tells listeners of events, with its identity provider.
// The desk stands where no site can be reached, and can be embedded:
//
//	d, err := desk.New(desk.Options{Path: ".cxbridge/desk/desk.db", User: "…", Password: "…"})
//	defer d.Close()
//	http.Serve(listener, d.Handler())
//
// What it serves, from one handler, over http and https alike:
//
//	/services/rest/connect/  the REST API, see package connect; needs the account
//	/admin/, …/hub, /oauth2/ the application of CX Industries, see package cxif
//	/cxif/                   events to publish and what came of them, see package cxif; needs the account
//	/                        incidents, see package page; open to this machine, read-only
//	/incidents/{reference}   one incident with its threads
//	/listeners               who is registered for events, and what was delivered
//	/desk/requests           the journal of REST calls, see package control; needs the account
//	/desk/faults             faults to come; needs the account
//	/desk/fidelity           what is assumed because no document says it, and how each switch stands
//	/desk/health             200 while the desk is there
//
// The desk refuses what B2C Service refuses, with its codes. What it does not
// simulate answers 501 and says so. What had to be assumed is in package
// fidelity, each with a switch.
//
// Contacts, incidents, registrations and deliveries are kept on disk and survive a
// restart; journals and faults do not. One desk at a time can have a file.
package desk
