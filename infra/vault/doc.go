// Package vault keeps the stack's secrets: the B2C Service account, the secret that a webhook's caller must show and the
// accounts that listeners' publishers must. Of the latter two, one that the stack does not demand holds nothing to read.
// Functions get the secrets' OCIDs as configuration and read them by resource principal.
//
// OCI deletes a vault, a key and a secret only after days, and a secret's name stays taken until then. A stack that is
// destroyed and built again must not wait for that, so that every secret's name ends in letters drawn from the VCN's
// OCID, which is new each time. Whoever does not want a vault for each life of a stack names an existing one and its key;
// [Foundation] builds one to be shared.
package vault
