// Package kms is the control plane of vaults and keys. Keys have no material: nothing
// is encrypted, and the crypto operations answer 501.
//
// In OCI a key belongs to the vault on whose management endpoint it was created, and
// each vault has an endpoint of its own. Here the cloud's own URL is the endpoint of
// one active vault at a time; when there are more, each gets an address of its own
// from Endpoints, so that keys never end up in another's vault. When the cloud starts
// again at another URL, the vault that had the former one follows.
package kms
