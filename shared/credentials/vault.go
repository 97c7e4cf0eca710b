package credentials

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/cxbridge/cxbridge/shared/hostoverride"
	"github.com/cxbridge/cxbridge/shared/roots"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/common/auth"
	"github.com/oracle/oci-go-sdk/v65/secrets"
)

// ociVault reads secrets with the function's resource principal.
type ociVault struct {
	connect func() (secrets.SecretsClient, error)

	mu     sync.Mutex
	client *secrets.SecretsClient // nil until the first secret is read
}

// NewVault returns OCI Vault as the function's resource principal may see it. The endpoint is the region's, unless the
// environment overrides it (package hostoverride).
func NewVault(getenv func(string) string) Vault {
	return &ociVault{connect: func() (secrets.SecretsClient, error) {
		provider, err := auth.ResourcePrincipalConfigurationProvider()
		if err != nil {
			return secrets.SecretsClient{}, fmt.Errorf("no resource principal: run this as a function of OCI, or configure the secret in plain: %w", err)
		}
		return newClient(provider, getenv)
	}}
}

func newClient(provider common.ConfigurationProvider, getenv func(string) string) (secrets.SecretsClient, error) {
	roots.Load()
	client, err := secrets.NewSecretsClientWithConfigurationProvider(provider)
	if err != nil {
		return client, fmt.Errorf("making the Vault client: %w", err)
	}
	if endpoint, ok := hostoverride.Lookup(getenv, hostoverride.Secrets); ok {
		client.Host = endpoint
	}
	return client, nil
}

// connected returns the client. It is made late, because that parses a private key, which a plainly configured function
// does not have; and tried again after a failure, because the key's file may come a moment later than the function.
func (v *ociVault) connected() (*secrets.SecretsClient, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.client == nil {
		client, err := v.connect()
		if err != nil {
			return nil, err
		}
		v.client = &client
	}
	return v.client, nil
}

func (v *ociVault) Read(ctx context.Context, ocid string) (string, error) {
	client, err := v.connected()
	if err != nil {
		return "", err
	}
	response, err := client.GetSecretBundle(ctx, secrets.GetSecretBundleRequest{SecretId: &ocid})
	if err != nil {
		return "", explain(err)
	}
	content, ok := response.SecretBundleContent.(secrets.Base64SecretBundleContentDetails)
	if !ok || content.Content == nil {
		return "", errors.New("the secret has no content: give it a current version")
	}
	return decode(*content.Content)
}

// decode returns a secret's text. A line break at its end is never part of a password, but what `echo secret | base64`
// leaves there.
func decode(content string) (string, error) {
	decoded, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return "", errors.New("the secret's content is not base64")
	}
	value := strings.TrimRight(string(decoded), "\r\n")
	if value == "" {
		return "", errors.New("the secret is empty: give it a value")
	}
	return value, nil
}

// explain adds what to do about Vault's answer.
func explain(err error) error {
	service, ok := common.IsServiceError(err)
	if !ok {
		return fmt.Errorf("calling Vault: %w", err)
	}
	hint := "see the service's status"
	switch service.GetHTTPStatusCode() {
	case http.StatusUnauthorized:
		hint = "the resource principal was not accepted"
	case http.StatusNotFound, http.StatusForbidden:
		hint = "check the OCID, and that a policy lets the functions' dynamic group read this secret's bundle (new policies take up to 15 minutes)"
	}
	return fmt.Errorf("Vault answered %d %s: %s", service.GetHTTPStatusCode(), service.GetCode(), hint)
}
