package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/vault"
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func newSecret() *cobra.Command {
	return &cobra.Command{
		Use:   "secret [NAME]",
		Short: "Create a secret in the stack's vault, which fires the guide's alarm",
		Long: `Creates a secret with random content in the vault of the stack local. Vault counts
that in its metric CreateSecret, and the alarm of the guide fires when Monitoring has
looked at the minute: some minutes later, of the alarms' time, which scripts/local up
--alarm-speed lets run faster than life.`,
		Example: `  scripts/local secret
  scripts/local secret rotation-test && scripts/local alarms`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			name := time.Now().UTC().Format("demo-20060102-150405.000")
			if len(args) == 1 {
				name = args[0]
			}
			id, err := p.createSecret(cmd.Context(), name)
			if err != nil {
				return fmt.Errorf("creating the secret %s: %w", name, target.Brief(err))
			}
			fmt.Fprintf(cmd.OutOrStdout(), "the secret %s is created: %s\n", name, id)
			return nil
		},
	}
}

// createSecret makes one that protects nothing.
func (p place) createSecret(ctx context.Context, name string) (id string, err error) {
	stack, err := p.stack(ctx)
	if err != nil {
		return "", err
	}
	vaultID, err := stack.get("vaultId")
	if err != nil {
		return "", err
	}
	keyID, err := stack.get("keyId")
	if err != nil {
		return "", err
	}
	user, err := p.signer()
	if err != nil {
		return "", err
	}
	client, err := vault.NewVaultsClientWithConfigurationProvider(user)
	if err := p.point(&client.BaseClient, err); err != nil {
		return "", err
	}
	content := base64.StdEncoding.EncodeToString([]byte(rand.Text()))
	created, err := client.CreateSecret(ctx, vault.CreateSecretRequest{CreateSecretDetails: vault.CreateSecretDetails{
		CompartmentId: common.String(daemon.Compartment), SecretName: &name, VaultId: &vaultID, KeyId: &keyID,
		SecretContent: vault.Base64SecretContentDetails{Content: &content},
	}})
	if err != nil {
		return "", err
	}
	return *created.Secret.Id, nil
}
