// Package schema says which properties the resources and data sources of the
// local oci plugin have.
//
// It is data, schema.json, and the types to read it. The data is generated from
// the source of two modules, so that the plugin accepts what the official one
// accepts and nothing else:
//
//   - pulumi-oci/sdk/v2 says which properties a type has, of what type they are,
//     which are required, secret, or updatable in place ("(Updatable)" in the
//     documentation; a change of any other property replaces the resource);
//   - oci-go-sdk says what a property is called on the wire, and whether what
//     Pulumi spells as a string is a number there.
//
// After a change of either version in go.mod, run
//
//	go generate ./local/pulumi/pulumi-resource-oci/schema
//
// A test of the generator fails as long as the file is not up to date.
package schema

//go:generate go run ../schemagen -o schema.json
