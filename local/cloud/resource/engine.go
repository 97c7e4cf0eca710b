package resource

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
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

// Op is one call's view of the store.
type Op struct {
	*store.Tx
	*Engine
	Call  *api.Call // nil where the cloud itself acts
	Now   time.Time
	after []func()
	undo  []func()
}

// After runs f once the change is kept, before the next change begins: f must make
// none, and be quick.
func (op *Op) After(f func()) { op.after = append(op.after, f) }

// Undo runs f if the change is not kept, the last one first.
func (op *Op) Undo(f func()) { op.undo = append(op.undo, f) }

// Version is the API version called, such as 20181201.
func (op *Op) Version() string {
	if op.Call == nil {
		return ""
	}
	version, _, _ := strings.Cut(strings.TrimPrefix(op.Call.Request.URL.Path, "/"), "/")
	return version
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

func (op *Op) finish(kept bool) {
	todo := op.after
	if !kept {
		todo = op.undo
		slices.Reverse(todo)
	}
	for _, f := range todo {
		f()
	}
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

// Load reads a resource of a kind; 404 if there is none.
func (op *Op) Load(kind, id string) (*store.Resource, error) {
	k, known := op.kinds[kind]
	if !known {
		return nil, fmt.Errorf("no kind %s is registered", kind)
	}
	r, err := op.Get(id)
	if errors.Is(err, store.ErrNotFound) || (err == nil && r.Kind != kind) {
		return nil, api.NotFound(k.Title, id)
	}
	if err != nil {
		return nil, err
	}
	op.settle(r)
	return r, nil
}

// settle shows as deleted what was scheduled for deletion before now. The row stays:
// OCI keeps a deleted secret's name.
func (op *Op) settle(r *store.Resource) {
	if r.State != "PENDING_DELETION" {
		return
	}
	due, err := time.Parse(time.RFC3339, r.Doc.String("timeOfDeletion"))
	if err == nil && !due.After(op.Now) {
		r.State = "DELETED"
		r.Doc["lifecycleState"] = r.State
	}
}

// Find lists the resources of a kind, settled.
func (op *Op) Find(q store.Query) ([]*store.Resource, error) {
	list, err := op.List(q)
	for _, r := range list {
		op.settle(r)
	}
	return list, err
}

// Save writes r as changed now.
func (op *Op) Save(r *store.Resource) error {
	k := op.kinds[r.Kind]
	r.Updated, r.Etag = op.Now, newEtag()
	r.Compartment, r.Name = r.Doc.String("compartmentId"), r.Doc.String(k.NameKey)
	r.Doc["lifecycleState"] = r.State
	if k.Updated != "" {
		r.Doc[k.Updated] = Time(op.Now)
	}
	r.Refs = k.refs(r.Doc)
	return op.Put(r)
}

// New makes a resource of a kind that a service creates of itself.
func (op *Op) New(kind string, doc store.Document) *store.Resource {
	k := op.kinds[kind]
	id := op.NewID(k.Name)
	doc["id"], doc["timeCreated"] = id, Time(op.Now)
	doc.Default("freeformTags", map[string]any{})
	doc.Default("definedTags", map[string]any{})
	return &store.Resource{ID: id, Kind: kind, State: k.Active, Created: op.Now, Doc: doc, Private: store.Document{}}
}

// MustExist checks that id names a resource of one of the kinds (joined by |).
func (op *Op) MustExist(field, kinds, id string) error {
	r, err := op.Get(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err != nil || !slices.Contains(strings.Split(kinds, "|"), r.Kind) {
		var titles []string
		for _, kind := range strings.Split(kinds, "|") {
			titles = append(titles, op.kinds[kind].Title)
		}
		return api.NotFound(strings.Join(titles, " or ")+" named by "+field+":", id)
	}
	return nil
}

func newEtag() string {
	var random [16]byte
	rand.Read(random[:])
	return fmt.Sprintf("%x", random)
}
