// Package workflows holds the tests of .github: that the workflows are well formed and
// ask for no more rights than they need, and that whatever their steps run is a command
// of this checkout. With the build tag engine every step really runs, on a local cloud
// and in a clone of its own.
package workflows
