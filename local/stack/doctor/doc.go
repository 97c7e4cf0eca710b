// Package doctor looks, before pulumi up, at all that it will need: the stack's settings,
// the tools of this machine, the credentials and what they lead to in the tenancy, the
// registry, B2C Service with what incidents need there, the application of CX Industries and
// the tokens that it gets. It changes nothing.
//
//	err := doctor.Run(ctx, doctor.Options{Target: t, Stack: "dev", Out: os.Stdout})
//
// Each finding is a line: ok, warning or fault, what was looked at, and what to do. What
// depends on something that is wrong is not looked at, and says so. An error means that
// pulumi up would fail, or do what nobody wants; without one, the last line is what comes next.
package doctor
