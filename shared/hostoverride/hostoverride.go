// Package hostoverride finds the endpoint that replaces a client's own, where one is set.
//
// The oci provider of Terraform and Pulumi reads such replacements from the environment; the functions read the same
// variables, so that one setting moves them all to another endpoint:
//
//	CLIENT_HOST_OVERRIDES=oci_secrets.SecretsClient=http://127.0.0.1:8480;oci_vault.VaultsClient=http://127.0.0.1:8480
//
// The rules are the provider's (oracle/terraform-provider-oci, internal/client/provider_clients.go): the first variable
// of [Variables] that is not empty wins; items are separated by semicolons and hold one equals sign, others are
// skipped; names are case-sensitive; nothing is trimmed; a host without a scheme gets https; a path is dropped.
package hostoverride

import (
	"net/url"
	"strings"
)

// The names of oci-go-sdk's clients that the functions use.
const (
	Secrets = "oci_secrets.SecretsClient"
	NoSQL   = "oci_nosql.NosqlClient"
)

// Variables returns the environment variables that may hold the overrides, the one that wins first.
func Variables() []string {
	return []string{"TF_VAR_CLIENT_HOST_OVERRIDES", "OCI_CLIENT_HOST_OVERRIDES", "CLIENT_HOST_OVERRIDES"}
}

// Lookup returns the endpoint (scheme and host) that replaces the named client's own; ok is false where none is set.
func Lookup(getenv func(string) string, client string) (endpoint string, ok bool) {
	for _, variable := range Variables() {
		if overrides := getenv(variable); overrides != "" {
			return find(overrides, client)
		}
	}
	return "", false
}

func find(overrides, client string) (string, bool) {
	for item := range strings.SplitSeq(overrides, ";") {
		name, host, found := strings.Cut(item, "=")
		if found && name == client && !strings.Contains(host, "=") {
			return schemeAndHost(host)
		}
	}
	return "", false
}

func schemeAndHost(host string) (string, bool) {
	if !strings.HasPrefix(host, "http") {
		host = "https://" + host
	}
	parsed, err := url.Parse(host)
	if err != nil || parsed.Host == "" {
		return "", false
	}
	return parsed.Scheme + "://" + parsed.Host, true
}
