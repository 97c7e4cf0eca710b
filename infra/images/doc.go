// Package images makes the functions' container images and brings them to the registry, without Docker.
//
// An image is one layer with one file, /function: a static program for linux/amd64 that runs as user 1000. Nothing in
// it depends on when, where or by whom it was made, so that unchanged code always has the same digest, and a preview
// shows a changed function as one changed digest. Its tag is drawn from the digest: a tag never comes to mean
// something else.
//
//	functions/<name> ─▶ compile.go ─▶ buildid.go ─▶ layer.go ─▶ image.go ─▶ push.go ─▶ <registry>/<namespace>/<stack>/<name>
//
// Programs and layers are kept in a cache, which makes an image of unchanged code a matter of milliseconds. Deleting
// the cache costs time and changes nothing.
package images
