// Package oci registers resources of OCI's Core, Identity, Logging and API Gateway services by their type tokens. The
// SDK has packages for them, but they describe hundreds of types: compiling core takes 4.3 GB of memory and identity
// 8 GB, logging 10 s of a processor and apigateway 46 s, each for the few resources that the stack needs. What is here
// costs nothing and sends the engine exactly what the SDK's packages would.
//
// A resource is an args struct, a constructor and the outputs that are read:
//
//   - Field names, field types and `pulumi` tags of an args struct are those of the SDK's struct of the same name.
//   - A field without the tag option "optional" is a required argument, as in the SDK.
//   - Every registration names [Version], the version of the SDK in go.mod, so that the engine runs one provider.
//
// A test reads the SDK's source and holds all of this against it.
package oci
