// Package credentials provides the secrets that a function needs, from OCI Vault or, where there is none, from plain
// configuration.
//
// A function's configuration names a secret by its OCID (b2cservice_password_ocid) or gives it in plain
// (b2cservice_password), which is meant for runs without a Vault. The OCID wins. A secret from Vault is read with the
// function's resource principal when it is first needed, and kept while the function stays hot, for [Options.MaxAge] at
// the longest if that is set. [Secret.Invalidate] drops it earlier: when B2C Service refused it, it may have been changed,
// and then the new one is found without a restart.
//
// No error of this package holds a secret. Each names the configuration key whose secret it is about.
package credentials
