// Package registry is the local cloud's container registry: what OCIR is to
// Functions, over the OCI distribution protocol, kept on disk.
//
// Blobs are served by go-containerregistry's registry over its disk handler.
// That registry keeps manifests in memory, so manifests and tags are this
// package's: one file a manifest, one file a tag, under
//
//	<dir>/blobs/sha256/<hex>
//	<dir>/repositories/<repository, escaped>/manifests/<hex>
//	<dir>/repositories/<repository, escaped>/tags/<tag>   holding a digest
//
// A restart loses nothing. What no manifest names any more is dropped when the
// registry is opened, because only then can no push be under way.
//
// Clients log in with Basic authentication; Options.Authorize decides who may
// do what to which repository. Resolve reads an image straight from disk.
package registry
