// Package runner runs OCI functions as processes of this machine: the images
// that are pushed, over the contract that Fn's agent has with a container,
// without containers.
//
// Invoke takes an idle instance of the function or starts one:
//
//   - the image is taken from Options.Images, unpacked once per digest, and its
//     entrypoint executed in a private folder with nothing in its environment
//     but what Functions documents, the function's configuration and
//     Options.Env;
//   - the instance is ready when the symbolic link FN_LISTENER names appears
//     (Fn's "http-stream" format, fn-format.md);
//   - it gets one POST /call at a time over that socket, kept alive.
//
// Busy instances are joined by further ones, up to Options.MaxInstances; idle
// ones are stopped after Options.IdleAfter, unless Keep wants them there. An
// instance that times out, uses more memory than the function has, or breaks
// the contract is stopped. One that died before it read a call is replaced and
// the call sent once more; one that died later is not, because what it had done
// by then is not known.
//
// What a process here can do that a container cannot: see the machine's files,
// and write outside /tmp as far as the user may. It finds its own folder for
// temporary files in TMPDIR.
package runner
