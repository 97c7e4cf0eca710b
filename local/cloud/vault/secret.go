package vault

import (
	"encoding/base64"
	"net/http"
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20180608/secrets"

// maxContent is how long a secret may be, in bytes (OCI Vault: limits).
const maxContent = 25 << 10

var secretName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,255}$`)

// Event is a call about a secret that is there, and the status it was answered with.
type Event struct {
	Operation string // CreateSecret, UpdateSecret, GetSecretBundle, GetSecretBundleByName, ListSecretBundleVersions
	Secret    *store.Resource
	Status    int
}

// Register adds the secrets' kind and routes. guard decides who may read them; tell is
// told what happens to them.
func Register(e *resource.Engine, guard Guard, tell func(Event)) {
	e.Register(&resource.Kind{
		Name: "vaultsecret", Title: "Secret", Paths: []string{base}, Active: "ACTIVE", NameKey: "secretName", Kept: true,
		Fields: "compartmentId! secretName! vaultId! keyId! description~ metadata:object~ secretContent:{content}~ secretRules:[rule]~ " +
			"currentVersionNumber:int= rotationConfig:object~ replicationConfig:object~ secretGenerationContext:object~ enableAutoGeneration:bool~",
		Shapes: map[string]string{
			"content": "contentType:BASE64! content! name stage:CURRENT|PENDING",
			"rule": "ruleType:SECRET_EXPIRY_RULE|SECRET_REUSE_RULE! isEnforcedOnDeletedSecretVersions:bool " +
				"secretVersionExpiryInterval timeOfAbsoluteExpiry isSecretContentRetrievalBlockedOnExpiry:bool",
		},
		Aliases: map[string]string{"name": "secretName"},
		Refs:    []resource.Ref{{Field: "vaultId", Kind: "vault"}, {Field: "keyId", Kind: "key"}},
		Create: func(op *resource.Op, r *store.Resource) error {
			op.After(func() { tell(Event{"CreateSecret", r, http.StatusOK}) })
			return createSecret(op, r)
		},
		Update: func(op *resource.Op, before, r *store.Resource) error {
			op.After(func() { tell(Event{"UpdateSecret", r, http.StatusOK}) })
			return updateSecret(op, before, r)
		},
	})
	e.ServeDeletion(resource.Deletion{Kind: "vaultsecret", Path: base, MinDays: 1, Silent: true})
	registerVersions(e)
	registerBundles(e, guard, tell)
}

func createSecret(op *resource.Op, r *store.Resource) error {
	name := r.Doc.String("secretName")
	if !secretName.MatchString(name) {
		return api.InvalidParameter("secretName %q is not 1 to 255 letters, digits, dashes, underscores and periods", name)
	}
	if err := notSimulated(r.Doc); err != nil {
		return err
	}
	if err := checkKey(op, r.Doc); err != nil {
		return err
	}
	same, err := op.Find(store.Query{Kind: r.Kind, Name: name, Equal: map[string]string{"vaultId": r.Doc.String("vaultId")}})
	if err != nil {
		return err
	}
	if len(same) > 0 {
		return api.InvalidParameter("The secret name %s already exists in the vault: the secret %s has it, in state %s. "+
			"A deleted secret keeps its name; choose another one.", name, same[0].ID, same[0].State)
	}
	content := r.Doc.Object("secretContent")
	if content == nil {
		return api.MissingParameter("Secret: secretContent is required")
	}
	if content.String("stage") == "PENDING" {
		return api.InvalidParameter("secretContent: the first version's stage is CURRENT")
	}
	// The version refers to the secret, which must be there before it.
	delete(r.Doc, "secretContent")
	if err := op.Save(r); err != nil {
		return err
	}
	return addVersion(op, r, content)
}

func notSimulated(doc store.Document) error {
	for _, key := range []string{"rotationConfig", "replicationConfig", "secretGenerationContext"} {
		if doc[key] != nil {
			return api.NotSimulated("%s of secrets", key)
		}
	}
	if doc.Bool("enableAutoGeneration") {
		return api.NotSimulated("generated secrets")
	}
	delete(doc, "enableAutoGeneration")
	return nil
}

// checkKey checks that the key can encrypt a secret of the vault.
func checkKey(op *resource.Op, doc store.Document) error {
	vault, err := op.Load("vault", doc.String("vaultId"))
	if err != nil {
		return err
	}
	if vault.State != "ACTIVE" {
		return api.IncorrectState("the vault %s is in state %s", vault.ID, vault.State)
	}
	key, err := op.Load("key", doc.String("keyId"))
	if err != nil {
		return err
	}
	switch {
	case key.Doc.String("vaultId") != vault.ID:
		return api.InvalidParameter("the key %s is not in the vault %s", key.ID, vault.ID)
	case key.Doc.Object("keyShape").String("algorithm") != "AES":
		return api.InvalidParameter("the key %s is not symmetric: secrets need an AES key", key.ID)
	case key.State != "ENABLED":
		return api.IncorrectState("the key %s is in state %s", key.ID, key.State)
	}
	return nil
}

// updateSecret changes a description, or makes a new version, or promotes one, or
// changes rules; the last three not in one call (oci-go-sdk: UpdateSecret).
func updateSecret(op *resource.Op, before, r *store.Resource) error {
	if before.State != "ACTIVE" {
		return api.IncorrectState("the secret %s is in state %s and cannot be changed", r.ID, before.State)
	}
	if err := notSimulated(r.Doc); err != nil {
		return err
	}
	content := r.Doc.Object("secretContent")
	delete(r.Doc, "secretContent")
	promoted, _ := r.Doc.Int("currentVersionNumber")
	current, _ := before.Doc.Int("currentVersionNumber")
	asked, err := op.Call.Document()
	if err != nil {
		return err
	}
	kinds := 0
	for _, key := range []string{"secretContent", "currentVersionNumber", "secretRules"} {
		if asked[key] != nil {
			kinds++
		}
	}
	switch {
	case kinds > 1:
		return api.InvalidParameter("Secret: change secretContent, currentVersionNumber or secretRules, one in a call")
	case content != nil:
		return addVersion(op, r, content)
	case promoted != current:
		return promote(op, r, promoted)
	}
	return nil
}

func decodeContent(content store.Document) error {
	data, err := base64.StdEncoding.DecodeString(content.String("content"))
	if err != nil {
		return api.InvalidParameter("secretContent: content is not base64")
	}
	if len(data) == 0 || len(data) > maxContent {
		return api.InvalidParameter("secretContent: %d bytes; a secret has 1 to %d", len(data), maxContent)
	}
	return nil
}
