// Package fakeoci answers the calls that the oci plugin makes, for the plugin's
// tests: one server with the base paths of all services, things kept in memory
// as they were sent, work requests that are done at once.
//
// It knows nothing of what OCI would refuse. What it is good for is faults:
// Fault answers a call in its place, so that a test can have a conflict, a
// failed work request or a thing that is gone.
package fakeoci
