// Package registry is a container registry that keeps what it was given.
package registry
