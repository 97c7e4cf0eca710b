// Package e2e holds the tests of the whole way: the real Pulumi engine brings
// this repository's program up on a local cloud of the test's own, and SMS, alarms
// and events go through the gateway, or the topic, and the functions to the desk.
//
// They need the built toolchain, so they carry the build tag engine and run
// with scripts/test:
//
//	scripts/lib/bootstrap && go test -tags engine -v ./local/e2e
//	scripts/bench build stack throughput     its benchmarks, as a table with their bounds
//
// CXBRIDGE_TOOLCHAIN=<folder> runs them with other programs, the official oci
// plugin among them. What needs hours by the clock has no stack: gateway and
// application alone are enough for it, and go test without the tag.
package e2e
