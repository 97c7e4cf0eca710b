// Package target is where a stack lives and how the engine is run for it: Oracle
// Cloud, with the pulumi on PATH and the caller's own environment and credentials,
// or the local cloud of this checkout, which is started when it does not run.
//
// What is built on it - previews, test stacks, smoke tests, retention - is one code
// for both:
//
//	t, err := target.Open(ctx, target.Options{Checkout: here, Ports: ports, Local: true, Log: os.Stderr})
//	err = t.Run(ctx, "up", "-s", "try", "--yes")
//	outputs, err := t.Outputs(ctx, "try")
//	config, err := t.Config(ctx, "try")
//	credentials, err := t.Credentials(config) // oci-go-sdk's
package target
