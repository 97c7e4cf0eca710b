package resource

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Env is where and when the cloud is.
type Env struct {
	URL          string            // of the API, without a slash at the end
	Region       string            // us-ashburn-1
	RegionKey    string            // iad
	Tenancy      string            // OCID
	Compartments map[string]string // every compartment's name by OCID, the tenancy among them
	Namespace    string            // of object storage and the registry
	Clock        func() time.Time
	Linger       time.Duration // how long VNICs of what was deleted are there
}

// Engine runs the lifecycle of all kinds over one store.
type Engine struct {
	Env
	Store  *store.Store
	Server *api.Server
	kinds  map[string]*Kind

	changes sync.Mutex // one change at a time, together with what it does outside the store
}

// NewEngine has no kinds yet but VNICs, which have no API here.
func NewEngine(env Env, s *store.Store, server *api.Server) *Engine {
	e := &Engine{Env: env, Store: s, Server: server, kinds: map[string]*Kind{}}
	e.Register(vnic())
	return e
}

// Change runs do alone, over a store that it may change.
func (e *Engine) Change(ctx context.Context, call *api.Call, do func(*Op) error) error {
	e.changes.Lock()
	defer e.changes.Unlock()
	op := &Op{Engine: e, Call: call, Now: e.Clock().UTC()}
	kept := false
	defer func() { op.finish(kept) }() // after a panic too
	// The change is kept even if the caller hangs up: half a change is not possible,
	// but an unfinished After would be.
	err := e.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		op.Tx = tx
		return do(op)
	})
	kept = err == nil
	return err
}

// Look runs do over a store that does not change meanwhile.
func (e *Engine) Look(ctx context.Context, call *api.Call, do func(*Op) error) error {
	op := &Op{Engine: e, Call: call, Now: e.Clock().UTC()}
	return e.Store.View(ctx, func(tx *store.Tx) error {
		op.Tx = tx
		return do(op)
	})
}

// NewID makes an OCID.
func (e *Engine) NewID(kind string) string {
	var random [35]byte
	rand.Read(random[:])
	unique := strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
	return fmt.Sprintf("ocid1.%s.oc1.%s.a%s", kind, e.RegionKey, unique)
}

// Time is how OCI writes t.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
