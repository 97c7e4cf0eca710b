// Package vault is the control plane of secrets and the service that hands them out.
//
// A secret has versions. Which stage a version is in follows from three numbers the
// secret keeps: its current, its previous and its pending version; the newest is LATEST
// besides, and what is none of these is DEPRECATED (oci-go-sdk: vault.SecretVersion).
//
// A secret's name stays taken in its vault when it is pending deletion, and when it is
// deleted: OCI answers 400 to whoever wants it again. Choose names with a suffix.
package vault
