// Package oci speaks to OCI's control planes for the plugin: it knows who signs,
// where a service is, how an answer or an error looks, and how to wait.
//
// Who: the provider's inputs (tenancyOcid, userOcid, fingerprint, privateKey or
// privateKeyPath, region), then TF_VAR_* and OCI_* variables, then what
// oci-go-sdk's DefaultConfigProvider finds (OCI_CONFIG_FILE, ~/.oci/config).
// Each setting is looked for separately.
//
// Where: CLIENT_HOST_OVERRIDES names another host for a client of the official
// provider (oci_core.VirtualNetworkClient=http://127.0.0.1:8480;…); otherwise
// the region's own endpoint.
//
// Signing and retrying are oci-go-sdk's.
package oci
