// Package artifacts is the control plane of the container registry: repositories and
// the images in them, as the registry really has them.
package artifacts
