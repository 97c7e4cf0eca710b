// Package smoke tries a stack from outside, as those who call it would: it sends the
// guide's SMS, publishes an alarm's messages to the alarms' topic, and posts an event of
// each listener's API with the credentials that the application has. What came of it is
// read back over B2C Service's REST API with the stack's own account. Who does not show
// the secret, or the credentials, must be refused.
//
//	err := smoke.Run(ctx, smoke.Options{Target: t, Stack: "try", Out: os.Stdout})
//
// It knows nothing but the stack's outputs and configuration. What OCI's identity
// management still has to spread after pulumi up is tried again for a while; that a wrong
// secret is taken is never tried again. Keys and texts are new each time, so that smoke
// tests of several stacks on one site do not meet. The incidents are solved with a note at
// the end, also after a failure and an interrupt, and their references are told; a contact
// of the guide's telephone number stays. What smoke does not know how to try, it says.
package smoke
