package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/vault"
)

func (w *world) secrets() kind {
	return kind{"secret", pages(func(ctx context.Context, page *string) ([]vault.SecretSummary, *string, error) {
		answer, err := w.secret.ListSecrets(ctx, vault.ListSecretsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.secret.ScheduleSecretDeletion(ctx, vault.ScheduleSecretDeletionRequest{SecretId: &r.ID})
		return err
	}}
}

func (w *world) vaults() kind {
	return kind{"vault", pages(func(ctx context.Context, page *string) ([]keymanagement.VaultSummary, *string, error) {
		answer, err := w.vault.ListVaults(ctx, keymanagement.ListVaultsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.vault.ScheduleVaultDeletion(ctx, keymanagement.ScheduleVaultDeletionRequest{VaultId: &r.ID})
		return err
	}}
}
