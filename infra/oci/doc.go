// Package oci registers the few resources of OCI's Core, Identity and Logging services that the stack needs, by their type
// tokens. The SDK has packages for them, but they describe hundreds of types: compiling core takes 4.3 GB of memory,
// identity 8 GB, and logging 10 s of a processor for two resources. What is here costs nothing and sends the engine
// exactly what the SDK's packages would.
//
// A resource is an args struct, a constructor and the outputs that are read:
//
//   - Field names, field types and `pulumi` tags of an args struct are those of the SDK's struct of the same name.
//   - A field without the tag option "optional" is a required argument, as in the SDK.
//   - Every registration names [Version], the version of the SDK in go.mod, so that the engine runs one provider.
//
// A test reads the SDK's source and holds all of this against it.
package oci
