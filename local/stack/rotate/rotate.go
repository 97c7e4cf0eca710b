// Package rotate gives a stack another password of its B2C Service account, or another
// webhook secret, without a deployment: the new value becomes the stack's configuration,
// and the current version of the secret in Vault.
//
// First is tried what can be: whether pulumi up would take the value, and B2C Service the
// password. The configuration comes before Vault, so that a rotation that ends between the
// two is completed by the next, or by pulumi up, which would otherwise bring the old value
// back.
//
// The functions keep a password until B2C Service refuses it, and read the secret again
// then; the authorizer reads the webhook secret again after some minutes (package
// shared/credentials; MaxAge in functions/webhook-authorizer).
package rotate

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/vault"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// The settings that can be rotated.
const (
	Password      = "b2cservicePassword"
	WebhookSecret = "webhookSecret"
)

// Settings lists them.
func Settings() []string { return []string{Password, WebhookSecret} }

// Options say what is to become what.
type Options struct {
	Target  *target.Target
	Stack   string
	Setting string // Password or WebhookSecret
	Value   string
	Out     io.Writer
}

// Run rotates. A value that pulumi up or B2C Service refuses changes nothing.
func Run(ctx context.Context, o Options) error {
	if o.Value == "" || !utf8.ValidString(o.Value) || strings.ContainsFunc(o.Value, unicode.IsControl) {
		return errors.New("the new value is to be one line of text that is not empty")
	}
	config, err := o.Target.Config(ctx, o.Stack)
	if err != nil {
		return err
	}
	id, err := o.secret(ctx, config)
	if err != nil {
		return err
	}
	if err := o.check(config); err != nil {
		return err
	}
	if o.Setting == Password {
		if err := o.tryPassword(ctx, config); err != nil {
			return err
		}
	}
	if err := o.Target.Give(ctx, o.Value, "config", "set", "--secret", "-s", o.Stack, o.Setting); err != nil {
		return fmt.Errorf("writing the configuration of the stack %s; Vault still has the old value: %w", o.Stack, err)
	}
	fmt.Fprintf(o.Out, "the configuration of the stack %s has the new %s: commit its file\n", o.Stack, o.Setting)
	if err := o.update(ctx, config, id); err != nil {
		return fmt.Errorf("the configuration has the new value, and Vault has not: rotate again, or pulumi up -s %s: %w", o.Stack, err)
	}
	fmt.Fprintf(o.Out, "Vault has it, as the current version of %s; the next pulumi up writes the same value once more\n", id)
	return nil
}

// secret is the OCID of the secret that keeps the setting.
func (o Options) secret(ctx context.Context, config target.Config) (string, error) {
	if config.Text(o.Setting) == "" {
		return "", fmt.Errorf("the stack %s has no %s yet: pulumi config set --secret -s %s %s, and pulumi up", o.Stack, o.Setting, o.Stack, o.Setting)
	}
	outputs, err := o.Target.Outputs(ctx, o.Stack)
	if err != nil {
		return "", err
	}
	ids := map[string]string{}
	if raw, found := outputs["secretIds"]; found {
		if err := json.Unmarshal(raw, &ids); err != nil {
			return "", fmt.Errorf("reading the output secretIds: %w", err)
		}
	}
	id := ids[o.Setting]
	if id == "" {
		return "", fmt.Errorf("the stack %s has no secret for %s: pulumi up -s %s makes it", o.Stack, o.Setting, o.Stack)
	}
	return id, nil
}

// check looks whether pulumi up would take the value. Other settings are not its business.
func (o Options) check(config target.Config) error {
	changed := maps.Clone(config)
	changed["cxbridge:"+o.Setting] = target.ConfigValue{Value: o.Value, Secret: true}
	_, err := o.Target.Settings(o.Stack, changed)
	var faults settings.Faults
	if err == nil || !errors.As(err, &faults) {
		return err
	}
	for _, fault := range faults {
		if fault.Key == o.Setting {
			return fmt.Errorf("%s %s", fault.Key, fault.Problem)
		}
	}
	return nil
}

// tryPassword signs in at the site with the new password.
func (o Options) tryPassword(ctx context.Context, config target.Config) error {
	site, err := o.Target.SiteAs(config, config.Text("b2cserviceUsername"), o.Value)
	if err != nil {
		return err
	}
	err = site.SignIn(ctx)
	if refused := (*b2c.Error)(nil); errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
		return fmt.Errorf("B2C Service refuses the new password: change it there first, and then here: %w", err)
	}
	if err != nil {
		return fmt.Errorf("trying the new password at B2C Service: %w", err)
	}
	fmt.Fprintln(o.Out, "B2C Service takes the new password")
	return nil
}

// update makes the value the secret's current version.
func (o Options) update(ctx context.Context, config target.Config, id string) error {
	credentials, err := o.Target.Credentials(config)
	if err != nil {
		return err
	}
	client, err := vault.NewVaultsClientWithConfigurationProvider(credentials)
	if err != nil {
		return err
	}
	policy := common.DefaultRetryPolicyWithoutEventualConsistency() // at 429, 5xx and while the secret changes
	client.Configuration.RetryPolicy = &policy
	o.Target.Point(&client.BaseClient, "oci_vault.VaultsClient")
	content := base64.StdEncoding.EncodeToString([]byte(o.Value))
	_, err = client.UpdateSecret(ctx, vault.UpdateSecretRequest{SecretId: &id, UpdateSecretDetails: vault.UpdateSecretDetails{
		SecretContent: vault.Base64SecretContentDetails{Content: &content, Stage: vault.SecretContentDetailsStageCurrent},
	}})
	if err != nil {
		return fmt.Errorf("writing a new version of the secret %s: %w", id, target.Brief(err))
	}
	return nil
}
