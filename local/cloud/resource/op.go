package resource

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

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
