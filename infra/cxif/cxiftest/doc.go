// Package cxiftest is an application of the CX Industries Framework for the tests of this provider: registrations and
// hubs in memory, behind a basic account and an OAuth client, with faults on demand.
//
//	application := cxiftest.New(t)
//	application.Fail("POST", cxiftest.Fault{After: true}) // the next POST takes effect, and its answer is lost
//
// It is as small as the tests of failures allow. How an application behaves otherwise is the business of the simulator in
// local/desk, against which the provider is tested as well.
package cxiftest
