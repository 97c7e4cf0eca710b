// Package checkout says where things are in a checkout of cxbridge.
//
// Everything that the commands under scripts/ build or remember lies in one
// git-ignored folder, .cxbridge, so that deleting it is always a fresh start:
//
//	.cxbridge/bin            what was built: pulumi, the plugins, local, demo, infra
//	.cxbridge/build          the functions' binaries and layers
//	.cxbridge/path           what `scripts/local env` puts on PATH: links to the programs
//	.cxbridge/pulumi-home    PULUMI_HOME: the resource plugin where the engine looks
//	.cxbridge/pulumi-state   the local stacks' state (a file backend)
//	.cxbridge/local          the local cloud and the desk: databases, keys, log
//	.cxbridge/base           an earlier revision, while a preview compares with it
//	.cxbridge/stacks         what is known of each test stack: its journal
//	.cxbridge/pulumi-aside   PULUMI_HOME where the selected stack must stay selected
//
// Only the provider cxif is built where Pulumi.yaml sends the engine for it, in
// infra/cxif/pulumi-resource-cxif; git ignores it there.
//
// Two variables move things: CXBRIDGE_HOME another folder in the place of
// .cxbridge, but for infra and .cxbridge/build, whose places Pulumi.yaml and the
// program know; CXBRIDGE_PORTS another first port. CXBRIDGE_TOOLCHAIN names a
// folder whose pulumi, pulumi-language-go and pulumi-resource-oci are used
// instead of the built ones.
package checkout
