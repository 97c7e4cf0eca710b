// Package sender plays those who send something to a stack from outside: the SMS
// vendor, an alarm, and an application of the CX Industries Framework. What they send
// are the samples below functions/, as they would be of somebody or something else each
// time, so that nothing is taken for a repetition.
//
//	samples := sender.Samples(root)
//	body, err := samples.Event("trouble-ticket-created.json", "TT-1")
//	answer, err := sender.Post(ctx, http.DefaultClient, url, http.Header{"Authorization": {"Bearer …"}}, body)
package sender
