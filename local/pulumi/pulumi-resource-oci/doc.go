// Command pulumi-resource-oci is a resource plugin for the Pulumi package oci,
// version 2.20.0, with the types that cxbridge's program uses.
//
// It stands in for the official plugin where that one cannot be had, such as a
// machine without the internet. It takes the same inputs, keeps the same state,
// and speaks to OCI's REST API through oci-go-sdk, to CLIENT_HOST_OVERRIDES or
// to the region's endpoints. It is no provider of the full package: whoever has
// the official plugin uses that one.
//
//	schema     which properties there are; generated from the SDK's source
//	schemagen  the generator
//	table      which calls make, read, change and delete a type
//	wire       Pulumi's values to OCI's JSON and back
//	oci        who signs, where to, errors, waiting
//	provider   the plugin's gRPC service
//
// The engine finds it without a warning at
// $PULUMI_HOME/plugins/resource-oci-v2.20.0/pulumi-resource-oci.
package main
