package credentials

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/shared/hostoverride"
	"github.com/cxbridge/cxbridge/shared/principal"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/secrets"
)

// ociVault reads secrets.
type ociVault struct {
	client *principal.Client[secrets.SecretsClient]
}

// NewVault returns OCI Vault as the function's resource principal may see it. The endpoint is the region's, unless the
// environment overrides it (package hostoverride).
func NewVault(getenv func(string) string) Vault { return newVault(getenv, nil) }

// newVault is NewVault for another principal.
func newVault(getenv func(string) string, provider func() (common.ConfigurationProvider, error)) Vault {
	return &ociVault{client: principal.New(principal.Options[secrets.SecretsClient]{
		Make:     secrets.NewSecretsClientWithConfigurationProvider,
		Base:     func(c *secrets.SecretsClient) *common.BaseClient { return &c.BaseClient },
		Override: hostoverride.Secrets,
		Getenv:   getenv,
		Provider: provider,
	})}
}

func (v *ociVault) Read(ctx context.Context, ocid string) (string, error) {
	client, err := v.client.Get()
	if err != nil {
		return "", fmt.Errorf("%w (or configure the secret in plain)", err)
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
