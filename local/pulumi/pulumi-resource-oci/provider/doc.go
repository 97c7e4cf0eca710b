// Package provider answers the Pulumi engine as the oci resource plugin: it is
// pulumirpc.ResourceProvider over the generated schema, the hand-written table,
// and OCI's REST API.
//
//   - Check holds inputs against the schema: what the official plugin's SDK
//     does not declare is refused, and so is a missing or mistyped input.
//   - Diff compares what OCI last said (the state) with what the program wants,
//     so that a change made behind Pulumi's back shows after a refresh. What
//     the program does not say and OCI chooses is no difference.
//   - Create, Update and Delete make the calls of the table and wait until the
//     resource is ready or gone. A create that fails half-way keeps the id.
//   - Read serves refresh and import.
//
// Properties that are secret for the program, the SDK or the table are secret
// in the state. No value of a property is in a message of this package, except
// those in OCI's own answers.
package provider
