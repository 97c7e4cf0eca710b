package vault

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the vault and its secrets are built from.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
	// VcnID makes the secrets' names new each time the stack is built.
	VcnID pulumi.IDOutput
}

// Vault is the secrets and what keeps them.
type Vault struct {
	pulumi.ResourceState

	VaultID, KeyID pulumi.StringOutput // the stack's own, or those of the settings

	UsernameID pulumi.IDOutput
	PasswordID pulumi.IDOutput
	// WebhookSecretID is nil when the stack demands no secret.
	WebhookSecretID *pulumi.IDOutput
	// BasicAccountsID is nil when no listener has an account.
	BasicAccountsID *pulumi.IDOutput
	// Secrets are all of them, for what has to come after.
	Secrets []pulumi.Resource
}

// New builds the vault, unless one is given, and the secrets.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Vault, error) {
	vault, err := keeper(ctx, name, args, opts)
	if err != nil {
		return nil, err
	}
	b := &builder{Args: args, ctx: ctx, parent: vault}
	if vault.UsernameID, err = b.secret("b2cservice-username", args.Settings.B2CService.Username.Output()); err != nil {
		return nil, err
	}
	if vault.PasswordID, err = b.secret("b2cservice-password", args.Settings.B2CService.Password.Output()); err != nil {
		return nil, err
	}
	if vault.WebhookSecretID, err = b.optional("webhook-secret", args.Settings.Access.WebhookSecret); err != nil {
		return nil, err
	}
	if vault.BasicAccountsID, err = b.optional("basic-accounts", args.Settings.BasicAccounts()); err != nil {
		return nil, err
	}
	return vault, ctx.RegisterResourceOutputs(vault, pulumi.Map{
		"vaultId": vault.VaultID, "keyId": vault.KeyID, "usernameId": vault.UsernameID, "passwordId": vault.PasswordID,
	})
}

// Foundation builds the vault and the key alone, for other stacks to name in their settings. There is no VCN to name
// secrets by, as there are none.
func Foundation(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Vault, error) {
	vault, err := keeper(ctx, name, args, opts)
	if err != nil {
		return nil, err
	}
	return vault, ctx.RegisterResourceOutputs(vault, pulumi.Map{"vaultId": vault.VaultID, "keyId": vault.KeyID})
}

// keeper is the component with the vault and the key that the settings name, or with new ones.
func keeper(ctx *pulumi.Context, name string, args Args, opts []pulumi.ResourceOption) (*Vault, error) {
	vault := &Vault{}
	if err := ctx.RegisterComponentResource("cxbridge:vault:Vault", name, vault, opts...); err != nil {
		return nil, err
	}
	if given := args.Settings.Vault; given.VaultID != "" {
		vault.VaultID, vault.KeyID = pulumi.String(given.VaultID).ToStringOutput(), pulumi.String(given.KeyID).ToStringOutput()
		return vault, nil
	}
	own := []pulumi.ResourceOption{pulumi.Parent(vault), pulumi.Protect(args.Settings.Protect)}
	keeper, err := kms.NewVault(ctx, "vault", &kms.VaultArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		DisplayName:   args.Stack.Display("vault"),
		VaultType:     pulumi.String("DEFAULT"),
		FreeformTags:  args.Stack.Tags(),
	}, own...)
	if err != nil {
		return nil, fmt.Errorf("building the vault: %w", err)
	}
	key, err := kms.NewKey(ctx, "key", &kms.KeyArgs{
		CompartmentId:      pulumi.String(args.Settings.CompartmentID),
		DisplayName:        args.Stack.Display("key"),
		ManagementEndpoint: keeper.ManagementEndpoint,
		// Secrets need a symmetric key; 32 bytes are AES-256. A software key costs nothing (Key Management: pricing).
		KeyShape:       kms.KeyKeyShapeArgs{Algorithm: pulumi.String("AES"), Length: pulumi.Int(32)},
		ProtectionMode: pulumi.String("SOFTWARE"),
		FreeformTags:   args.Stack.Tags(),
	}, own...)
	if err != nil {
		return nil, fmt.Errorf("building the vault's key: %w", err)
	}
	vault.VaultID, vault.KeyID = keeper.ID().ToStringOutput(), key.ID().ToStringOutput()
	return vault, nil
}
