package kms

import (
	"log/slog"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20180608"

// Endpoints opens further addresses at which the whole API is served.
type Endpoints interface {
	// Open serves at the URL, or, where that is empty, at a new one, which it returns.
	Open(url string) (string, error)
	Close(url string)
}

// Options are what the plane works with.
type Options struct {
	Endpoints Endpoints
	Limit     limits.Limit // of virtual vaults, which are those of the type DEFAULT
	Log       *slog.Logger
}

// Plane is the control plane of key management.
type Plane struct {
	Options
	engine *resource.Engine
}

// Register adds key management's kinds and routes.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e}
	e.Register(&resource.Kind{
		Name: "vault", Title: "Vault", Paths: []string{base + "/vaults"}, Active: "ACTIVE", Kept: true,
		Fields: "compartmentId! displayName!~ vaultType:DEFAULT|VIRTUAL_PRIVATE|EXTERNAL! externalKeyManagerMetadata:object",
		Create: p.createVault,
		Update: active,
	})
	e.Register(&resource.Kind{
		Name: "key", Title: "Key", Paths: []string{base + "/keys"}, Active: "ENABLED", Kept: true,
		Fields: "compartmentId! displayName!~ keyShape:{keyShape}! protectionMode:HSM|SOFTWARE|EXTERNAL isAutoRotationEnabled:bool~ autoKeyRotationDetails:object~ externalKeyReference:object",
		Shapes: map[string]string{"keyShape": "algorithm:AES|RSA|ECDSA! length:int! curveId"},
		Refs:   []resource.Ref{{Field: "vaultId", Kind: "vault"}},
		Create: p.createKey,
		Update: active,
	})
	e.ServeDeletion(resource.Deletion{Kind: "vault", Path: base + "/vaults", MinDays: 7, Schedule: p.scheduleVault, Cancel: p.cancelVault})
	e.ServeDeletion(resource.Deletion{Kind: "key", Path: base + "/keys", MinDays: 7, Schedule: keyBeforeVault, Cancel: keyOfActiveVault})
	p.registerKeyActions()
	return p
}

// active refuses changes to what is going to be deleted.
func active(_ *resource.Op, before, _ *store.Resource) error {
	if before.State == "PENDING_DELETION" || before.State == "DELETED" {
		return api.IncorrectState("%s is in state %s and cannot be changed", before.ID, before.State)
	}
	return nil
}

func (p *Plane) createVault(op *resource.Op, r *store.Resource) error {
	if r.Doc.String("vaultType") == "EXTERNAL" {
		return api.NotSimulated("vaults of external key managers")
	}
	if r.Doc.String("vaultType") == "DEFAULT" {
		if err := p.Limit.Admit(op, 1); err != nil {
			return err
		}
	}
	r.Doc["wrappingkeyId"] = op.NewID("key")
	r.Doc["isPrimary"], r.Doc["isVaultReplicable"] = true, r.Doc.String("vaultType") == "VIRTUAL_PRIVATE"
	return p.assignEndpoint(op, r)
}

// scheduleVault takes the vault's keys along (oci-go-sdk: ScheduleVaultDeletion).
func (p *Plane) scheduleVault(op *resource.Op, r *store.Resource, due time.Time) error {
	keys, err := op.Find(store.Query{Kind: "key", Equal: map[string]string{"vaultId": r.ID}})
	if err != nil {
		return err
	}
	for _, key := range keys {
		switch key.State {
		case "PENDING_DELETION":
			if at, err := time.Parse(time.RFC3339, key.Doc.String("timeOfDeletion")); err == nil && at.After(due) {
				return api.Conflict("The key %s of the vault is to be deleted on %s, after the vault: choose a later timeOfDeletion.", key.ID, resource.Time(at))
			}
		case "ENABLED", "DISABLED":
			resource.MarkPending(key, due)
			key.Private[withVault] = true
			if err := op.Save(key); err != nil {
				return err
			}
		}
	}
	url := r.Doc.String("managementEndpoint")
	if url != op.URL {
		op.After(func() { p.Endpoints.Close(url) })
	}
	return nil
}

// withVault is the private key of a key that is pending because its vault is.
const withVault = "withVault"

// cancelVault brings the keys back that went along; the deletion of the others stays as
// it was scheduled (oci-go-sdk: CancelVaultDeletion).
func (p *Plane) cancelVault(op *resource.Op, r *store.Resource) error {
	keys, err := op.Find(store.Query{Kind: "key", Equal: map[string]string{"vaultId": r.ID}})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if !key.Private.Bool(withVault) {
			continue
		}
		delete(key.Private, withVault)
		op.Restore(key)
		if err := op.Save(key); err != nil {
			return err
		}
	}
	return p.assignEndpoint(op, r)
}
