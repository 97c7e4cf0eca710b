package vault

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/cxbridge/cxbridge/infra/settings"
	ocivault "github.com/pulumi/pulumi-oci/sdk/v2/go/oci/vault"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// builder holds what the secrets share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Vault
}

// secret keeps a value in the vault. The state holds it encrypted, in the inputs and in what comes back.
func (b *builder) secret(name string, value pulumi.StringOutput) (pulumi.IDOutput, error) {
	content := value.ApplyT(func(text string) string {
		return base64.StdEncoding.EncodeToString([]byte(text))
	}).(pulumi.StringOutput)
	secret, err := ocivault.NewSecret(b.ctx, name, &ocivault.SecretArgs{
		CompartmentId: pulumi.String(b.Settings.CompartmentID),
		VaultId:       b.parent.VaultID,
		KeyId:         b.parent.KeyID,
		SecretName:    b.name(name),
		SecretContent: ocivault.SecretSecretContentArgs{
			ContentType: pulumi.String("BASE64"),
			Content:     content,
		},
		FreeformTags: b.Stack.Tags(),
	}, pulumi.Parent(b.parent), pulumi.AdditionalSecretOutputs([]string{"secretContent"}))
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the secret %s: %w", name, err)
	}
	b.parent.Secrets = append(b.parent.Secrets, secret)
	return secret.ID(), nil
}

// nothing is what a secret holds that the settings do not set. No function is told of it.
const nothing = "{}"

// optional keeps a value if there is one, and otherwise keeps its place: a secret that comes, goes and comes again with a
// setting would find its name taken by itself, pending deletion.
func (b *builder) optional(name string, value settings.Secret) (*pulumi.IDOutput, error) {
	if value.IsSet() {
		id, err := b.secret(name, value.Output())
		return &id, err
	}
	_, err := b.secret(name, pulumi.ToSecret(pulumi.String(nothing)).(pulumi.StringOutput))
	return nil, err
}

// name is a secret's name, such as cxbridge-dev-webhook-secret-1f2e3d4c.
func (b *builder) name(part string) pulumi.StringOutput {
	return b.VcnID.ApplyT(func(vcn pulumi.ID) string {
		sum := sha256.Sum256([]byte(vcn))
		return string(b.Stack.Display(part)) + "-" + hex.EncodeToString(sum[:4])
	}).(pulumi.StringOutput)
}
