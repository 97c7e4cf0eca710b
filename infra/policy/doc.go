// Package policy says what must hold of any stack, whatever its settings and whoever changed the program, and stops the
// preview of one that breaks it. The engine shows every resource, with its inputs and options as they will be registered:
//
//   - The functions' subnet is private. (network.go)
//   - Every route of the gateway has the authorizer, or demands a token. (gateway.go)
//   - No secret stands in an input that is not marked secret, encoded neither. (secrets.go, forms.go)
//   - A policy's statements and a dynamic group's members are those that its flow needs, and no more; nothing else gives
//     rights. (access.go; the flows are in flows.go)
//   - No resource has the type and name of another one, by which rules know them. (options.go)
//   - What can be tagged has the stack's tags. (options.go)
//   - Every resource of OCI has a provider of the stack's, and Identity's the one of the home region. (options.go)
//   - A container repository is not public. (options.go)
//
// [Rules.Check] is a pure function of one resource and of those that it depends on. A [Guard] calls it for each that the engine
// shows. An OCID has to be that of a resource that is depended on and may be meant: none gets in by being written out.
//
// What a preview does not know yet is looked at on up, before the resource is made. For the statements of a first preview that
// would be late, since no OCID is known: package access shows them beforehand, with others in their place.
//
// A new rule is a function in the list of rules. Its violations name what to change: a setting, or the program's file.
package policy
