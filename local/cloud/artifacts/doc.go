// Package artifacts is the control plane of the container registry: repositories and
// the images in them, as the registry really has them. An index and each of its images
// are images of their own, unless a fidelity switch says otherwise. What is deleted cannot
// be restored here.
package artifacts
