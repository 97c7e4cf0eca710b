// Package images makes the functions' container images and brings them to the registry, without Docker.
//
// An image is one layer with one file, /function: a static program for Linux that runs as user 1000. It is made for the
// architectures of the application's shape. For one it is an image, for two a manifest list of the images that each has
// alone. Nothing in it depends on when, where or by whom it was made, so that unchanged code always has the same digest,
// and a preview shows a changed function as one changed digest. Its tag is drawn from the digest: a tag never comes to
// mean something else.
//
//	functions/<name> ─▶ compile.go ─▶ buildid.go ─▶ layer.go ─▶ image.go ─▶ artifact.go
//	artifact.go ─▶ login.go ─▶ write.go ─▶ <registry>/<namespace>/cxbridge-<stack>/<name>
//
// Programs and layers are kept in a cache, which makes an image of unchanged code a matter of milliseconds. Layers that
// nobody has needed for a month are deleted there. Deleting all of it costs time and changes nothing.
//
// All images are pushed with one login, from below: blobs, then images, then the index, and the tag at the end. What is
// there already is looked at and left, so that a push that ended anywhere is completed by the next. Old images stay:
// OCI Registry's retention is no resource (see package local/stack/prune).
package images
