// Package rotate gives a stack another password of its B2C Service account, or another
// webhook secret, without a deployment: the new value becomes the current version of the
// secret in Vault, and the stack's configuration, so that the next pulumi up does not
// bring the old one back.
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
	"net/http"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/vault"

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

// Run rotates. A password that B2C Service refuses changes nothing.
func Run(ctx context.Context, o Options) error {
	if o.Value == "" || strings.ContainsAny(o.Value, "\r\n") {
		return errors.New("the new value is to be one line that is not empty")
	}
	config, err := o.Target.Config(ctx, o.Stack)
	if err != nil {
		return err
	}
	id, err := o.secret(ctx, config)
	if err != nil {
		return err
	}
	if o.Setting == Password {
		if err := o.tryPassword(ctx, config); err != nil {
			return err
		}
	}
	if err := o.update(ctx, config, id); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "%s has the new value in Vault, as the current version of %s\n", o.Setting, id)
	if err := o.configure(ctx); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "and in the configuration of the stack %s: commit its file; the next pulumi up writes the same value once more\n", o.Stack)
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

// nobody is an incident that no site has.
const nobody = 1<<31 - 1

// tryPassword signs in at the site with the new password.
func (o Options) tryPassword(ctx context.Context, config target.Config) error {
	site, err := o.Target.SiteAs(config, config.Text("b2cserviceUsername"), o.Value)
	if err != nil {
		return err
	}
	_, err = site.GetIncident(ctx, nobody)
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
	o.Target.Point(&client.BaseClient, "oci_vault.VaultsClient")
	content := base64.StdEncoding.EncodeToString([]byte(o.Value))
	_, err = client.UpdateSecret(ctx, vault.UpdateSecretRequest{SecretId: &id, UpdateSecretDetails: vault.UpdateSecretDetails{
		SecretContent: vault.Base64SecretContentDetails{Content: &content, Stage: vault.SecretContentDetailsStageCurrent},
	}})
	if answer, ok := common.IsServiceError(err); ok {
		return fmt.Errorf("writing a new version of the secret %s: %s: %s", id, answer.GetCode(), answer.GetMessage())
	}
	return err
}

// configure writes the value into the stack's file, encrypted. It is not among the
// arguments, which every user of the machine can read.
func (o Options) configure(ctx context.Context) error {
	set := o.Target.Command(ctx, "config", "set", "--secret", "-s", o.Stack, o.Setting, "--non-interactive")
	set.Stdin = strings.NewReader(o.Value)
	if said, err := set.CombinedOutput(); err != nil {
		return fmt.Errorf("Vault has the new value, but the stack's configuration has not: pulumi config set --secret -s %s %s: %w: %s",
			o.Stack, o.Setting, err, strings.TrimSpace(string(said)))
	}
	return nil
}
