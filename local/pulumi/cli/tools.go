//go:build tools

// Package cli pins the Pulumi CLI that the local toolchain builds.
//
// The CLI brings several hundred modules of its own. They live in this module
// so that neither the program nor the functions resolve against them. From
// this folder
//
//	go build -o <folder>/pulumi \
//	    -ldflags "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.253.0" \
//	    github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
//
// gives the command; without the stamp it does not know its own version. The
// version is the one that goes with the pulumi/sdk/v3 of the program's module.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
