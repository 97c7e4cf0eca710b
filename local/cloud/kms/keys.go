package kms

import (
	"net/url"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// keyLengths are in bytes (oci-go-sdk: KeyShape).
var keyLengths = map[string][]int64{"AES": {16, 24, 32}, "RSA": {256, 384, 512}, "ECDSA": {32, 48, 66}}

func (p *Plane) createKey(op *resource.Op, r *store.Resource) error {
	shape := r.Doc.Object("keyShape")
	length, _ := shape.Int("length")
	if lengths := keyLengths[shape.String("algorithm")]; !slices.Contains(lengths, length) {
		return api.InvalidParameter("keyShape: length %d is none of %s's, %v bytes", length, shape.String("algorithm"), lengths)
	}
	if r.Doc.String("protectionMode") == "EXTERNAL" {
		return api.NotSimulated("keys of external key managers")
	}
	vault, err := calledVault(op)
	if err != nil {
		return err
	}
	r.Doc["vaultId"], r.Doc["currentKeyVersion"] = vault.ID, op.NewID("keyversion")
	r.Doc.Default("protectionMode", "HSM")
	r.Doc.Default("isAutoRotationEnabled", false)
	r.Doc["isPrimary"] = true
	return nil
}

// calledVault is the active vault whose management endpoint the call went to; with
// only one, its other names (localhost) will do too.
func calledVault(op *resource.Op) (*store.Resource, error) {
	vaults, err := op.Find(store.Query{Kind: "vault", Equal: map[string]string{"lifecycleState": "ACTIVE"}})
	if err != nil {
		return nil, err
	}
	for _, v := range vaults {
		if u, err := url.Parse(v.Doc.String("managementEndpoint")); err == nil && u.Host == op.Call.Request.Host {
			return v, nil
		}
	}
	if len(vaults) == 1 {
		return vaults[0], nil
	}
	return nil, api.InvalidParameter("Key: %s is not the managementEndpoint of one of the %d active vaults", op.Call.Request.Host, len(vaults))
}

func keyBeforeVault(op *resource.Op, r *store.Resource, due time.Time) error {
	vault, err := op.Load("vault", r.Doc.String("vaultId"))
	if err != nil {
		return err
	}
	if at, err := time.Parse(time.RFC3339, vault.Doc.String("timeOfDeletion")); err == nil && due.After(at) {
		return api.Conflict("The vault of the key %s is to be deleted on %s, before the key: choose an earlier timeOfDeletion.", r.ID, resource.Time(at))
	}
	return nil
}

func keyOfActiveVault(op *resource.Op, r *store.Resource) error {
	vault, err := op.Load("vault", r.Doc.String("vaultId"))
	if err == nil && vault.State != "ACTIVE" {
		err = api.IncorrectState("the vault %s of the key is in state %s: cancel its deletion first", vault.ID, vault.State)
	}
	return err
}

func (p *Plane) registerKeyActions() {
	change := func(name, from, to string) {
		p.engine.Action("key", "POST "+base+"/keys/{id}/actions/"+name, func(op *resource.Op, r *store.Resource, _ store.Document) (*api.Answer, error) {
			if r.State != from {
				return nil, api.IncorrectState("the key %s is in state %s, not %s", r.ID, r.State, from)
			}
			r.State = to
			r.Doc["lifecycleState"] = to
			return api.OK(r.Doc), nil
		})
	}
	change("enable", "DISABLED", "ENABLED")
	change("disable", "ENABLED", "DISABLED")

	version := func(r *store.Resource) store.Document {
		return store.Document{"id": r.Doc["currentKeyVersion"], "keyId": r.ID, "compartmentId": r.Doc["compartmentId"], "vaultId": r.Doc["vaultId"],
			"timeCreated": r.Doc["timeCreated"], "lifecycleState": r.State, "origin": "INTERNAL"}
	}
	p.engine.Reader("GET "+base+"/keys/{id}/keyVersions", func(op *resource.Op) (*api.Answer, error) {
		r, err := op.Load("key", op.Call.Param("id"))
		if err != nil {
			return nil, err
		}
		return resource.Paged(op.Call, []store.Document{version(r)})
	})
	p.engine.Reader("GET "+base+"/keys/{id}/keyVersions/{version}", func(op *resource.Op) (*api.Answer, error) {
		r, err := op.Load("key", op.Call.Param("id"))
		if err != nil {
			return nil, err
		}
		if op.Call.Param("version") != r.Doc.String("currentKeyVersion") {
			return nil, api.NotFound("Key Version", op.Call.Param("version"))
		}
		return api.OK(version(r)), nil
	})
}
