// Package wire reads and writes what the APIs of CX Industries have on the wire:
// bodies of JSON, and errors in the shape of TM Forum's (TMF630 REST API Design
// Guidelines; CX Industries REST API: Error):
//
//	{"code": "404", "reason": "Not Found", "message": "…", "status": "404", "@type": "Error"}
package wire
