// Package enginetest runs the real Pulumi engine with this folder's two plugins:
// a small program (program), compiled by the language plugin, whose
// resources the resource plugin makes at a fake of OCI's API. A second one
// (listeners) uses the project's provider cxif, built or from source.
//
// The tests need the built tools, and are therefore behind a build tag:
//
//	go test -tags engine ./local/pulumi/enginetest
//
// They use the programs in the checkout's .cxbridge/bin, or those in the folder
// that CXBRIDGE_TOOLCHAIN names.
package enginetest
