// Package toolchain builds what a checkout needs, from source and with
// nothing but Go, and shows how far it is.
//
// Three units are built into .cxbridge/bin: the Pulumi CLI with its engine,
// from the module under local/pulumi/cli; this project's own programs (the
// local cloud, the two plugins, the demo); and the Pulumi program infra, at the
// very place where the language plugin will look for it, so that the first
// preview finds it compiled. With CXBRIDGE_TOOLCHAIN the first unit and the two
// plugins come from that folder instead. A fourth unit, the provider cxif, is
// built beside its source, where Pulumi.yaml says that it is.
//
// A program that is built anew takes the place of the last one as a whole (Replace), for
// that one may be running, and may be started while it is built.
//
// A stack on Oracle Cloud takes the program and the provider cxif alone: the command
// that works with stacks is built first, by itself, and asks for what it needs.
//
// The package uses the standard library alone: it is what a fresh machine
// compiles first, in a few seconds and without a word, before it can speak of
// the minutes that follow.
package toolchain
