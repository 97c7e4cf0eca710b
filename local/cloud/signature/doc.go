// Package signature checks who sent a request to the local cloud.
//
// OCI signs requests as draft-cavage-http-signatures-08 describes, with
// rsa-sha256 (OCI: Request Signatures). What counts as signed here:
//
//   - (request-target), host and date (or x-date), always;
//   - for POST, PUT and PATCH also content-length, content-type and
//     x-content-sha256, whose hash is computed again from the body;
//   - a date at most five minutes off the cloud's clock.
//
// Two kinds of key sign: a user's API key (keyId tenancy/user/fingerprint) and the
// session key inside a resource principal's token (keyId ST$<token>), which Tokens
// issues and reads. The package keeps no private key of a user or a function.
//
// github.com/go-fed/httpsig reads the same draft, but keeps to itself which headers
// were signed, which is what has to be checked here, and signs the decoded path where
// OCI's clients sign the path as sent.
package signature
