// Package preview runs Pulumi's preview of a stack and tells what it would do: how many
// resources are created, changed, replaced and deleted, which they are, and which of
// their properties differ. It tells names and never values, because secrets are among
// these and whoever opens a pull request chooses them. What is wrong with the settings,
// and what breaks a rule of the stack, comes with its remedy, each on a line.
//
//	report, err := preview.Run(ctx, preview.Options{Pulumi: target, Stack: "dev", Log: os.Stderr})
//	report.Text(os.Stdout, "dev")
//	comment := report.Markdown("dev")
//
// The engine's events are read as they come (pulumi preview --json with
// PULUMI_ENABLE_STREAMING_JSON_PREVIEW, see its -h; package apitype of Pulumi's SDK),
// so that a person sees how far it is.
//
// With Refresh the engine looks first at what there is, and compares the program with
// that: a change is then either drift, when the resource is not as Pulumi left it, or
// something that was never deployed. pulumi refresh --preview-only would find the first
// alone.
package preview
