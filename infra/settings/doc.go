// Package settings holds what a stack can choose. The keys, their descriptions and their defaults stand in Pulumi.yaml;
// a stack's values stand in stacks/Pulumi.<stack>.yaml; [Load] decodes them once, and [Settings] is passed on.
//
// A stack that is wrong is told everything at once: each fault names the key, what is wrong with its value, and what
// to do about it. Nothing is registered before all of it is right. That is why no setting has a type in Pulumi.yaml: the CLI
// would refuse one wrong value before the program could tell of the others.
//
// What stands in the stack's file in plain is looked at, too ([ReadFile]): members of lists, and the providers' settings. The
// engine says of a list only that some of it is secret.
//
// To add a setting: an entry under config in Pulumi.yaml, a field here, its decoding in decode.go and, if it can be
// wrong, its check in one of the check files. To add an endpoint: a folder below functions/ and an entry in endpoints.
// To add an alarm: an entry in alarms. To add an API whose events become incidents: an entry in listeners.
package settings
