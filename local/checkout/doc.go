// Package checkout says where things are in a checkout of cxbridge.
//
// Everything that the commands under scripts/ build or remember lies in one
// git-ignored folder, .cxbridge, so that deleting it is always a fresh start:
//
//	.cxbridge/bin            what was built: pulumi, the plugins, local, demo, infra
//	.cxbridge/build          the functions' binaries and layers
//	.cxbridge/pulumi-home    PULUMI_HOME: the resource plugin where the engine looks
//	.cxbridge/pulumi-state   the local stacks' state (a file backend)
//	.cxbridge/local          the local cloud and the desk: databases, keys, log
//
// Two variables move things: CXBRIDGE_HOME another folder in the place of
// .cxbridge, CXBRIDGE_PORTS another first port. CXBRIDGE_TOOLCHAIN names a
// folder whose pulumi, pulumi-language-go and pulumi-resource-oci are used
// instead of the built ones.
package checkout
