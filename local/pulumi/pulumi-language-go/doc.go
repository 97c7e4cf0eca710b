// Command pulumi-language-go is the language plugin for `runtime: go`.
//
// The Pulumi engine starts it with its own address as the last argument, reads
// the port of a gRPC server (pulumirpc.LanguageRuntime) from its standard
// output, and asks it to run the program. The plugin compiles the program with
// the go command found on PATH, starts it with what the engine said in its
// environment, and reports how it ended. Two options are known in Pulumi.yaml:
//
//	runtime:
//	  name: go
//	  options:
//	    buildTarget: ../bin/program   # compile to here, and keep it
//	    binary: program               # or: do not compile, run this
//
// A relative buildTarget is relative to the program's directory. A kept target
// is what makes a second run quick: the go command finds it up to date and
// does not link again. Without an option the program is compiled to a temporary
// file that goes away with the run.
//
// A plugin that the engine finds as source (a folder with PulumiPlugin.yaml, runtime
// go) is compiled and run the same way, with the same options in that file.
//
// It does what running a program needs. Generating code, packing, templates
// and debugging are refused by name; the official plugin of the same name,
// which comes with an ordinary Pulumi installation, does those.
package main
