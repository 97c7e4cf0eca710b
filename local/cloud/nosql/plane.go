package nosql

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20190828"

// Access is what somebody wants of a table's rows.
type Access struct {
	Permission string // NOSQL_ROWS_READ, NOSQL_ROWS_INSERT or NOSQL_ROWS_DELETE
	Operation  string // the API's name of the call
}

// Options are what the plane works with.
type Options struct {
	// Guard says whether the caller may do that with the table's rows: nil, or the error to answer.
	Guard    func(ctx context.Context, caller signature.Principal, a Access, table *store.Resource) error
	Fidelity fidelity.Switches
}

// plane is the service.
type plane struct {
	Options
	engine *resource.Engine

	mu    sync.Mutex
	known map[string]*table // by OCID
}

// table is one whose statement is parsed. It is not changed.
type table struct {
	id, etag string
	*schema
}

// Register adds the tables' kind and the routes of rows and queries.
func Register(e *resource.Engine, o Options) {
	p := &plane{Options: o, engine: e, known: map[string]*table{}}
	e.Register(p.kind())
	e.ServeWorkRequests(strings.TrimPrefix(base, "/"), true)
	rows := base + "/tables/{id}/rows"
	p.serve("GET "+rows, p.getRow)
	p.serve("PUT "+rows, p.updateRow)
	p.serve("DELETE "+rows, p.deleteRow)
	p.serve("POST "+base+"/query", p.query)
}

// serve adds a route that functions may call too.
func (p *plane) serve(pattern string, handler api.Handler) {
	p.engine.Server.Handle(api.Route{Pattern: pattern, Handler: handler, ForResources: true})
}

// find is the table of an OCID, or of a name within a compartment.
func find(op *resource.Op, nameOrID, compartment string) (*store.Resource, error) {
	if strings.HasPrefix(nameOrID, "ocid1.") {
		r, err := op.Load(kind, nameOrID)
		if err == nil && compartment != "" && compartment != r.Compartment {
			err = api.NotFound("Table", nameOrID)
		}
		return r, err
	}
	if compartment == "" {
		return nil, api.MissingParameter("compartmentId is required where a table is named by its name")
	}
	r, err := called(op, nameOrID, compartment)
	if err == nil && r == nil {
		err = api.NotFound("Table", nameOrID)
	}
	return r, err
}

// called is the table of a name, which ignores case; nil if there is none.
func called(op *resource.Op, name, compartment string) (*store.Resource, error) {
	tables, err := op.Find(store.Query{Kind: kind, Compartment: compartment})
	for _, r := range tables {
		if strings.EqualFold(r.Name, name) {
			return r, err
		}
	}
	return nil, err
}

// may finds a table, and asks IAM whether the caller has access to its rows.
func (p *plane) may(c *api.Call, a Access, nameOrID, compartment string) (t *table, err error) {
	err = p.engine.Look(c.Context(), c, func(op *resource.Op) error {
		r, err := find(op, nameOrID, compartment)
		if err != nil {
			return err
		}
		if err := p.Guard(c.Context(), c.Caller, a, r); err != nil {
			return err
		}
		t, err = p.open(r)
		return err
	})
	return t, err
}

// open parses a table's statement, or remembers it.
func (p *plane) open(r *store.Resource) (*table, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.known[r.ID]; t != nil && t.etag == r.Etag {
		return t, nil
	}
	d, err := read(definitions, r.Private.String(definitionKey))
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", r.ID, err)
	}
	s, err := d.Create.schema()
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", r.ID, err)
	}
	t := &table{r.ID, r.Etag, s}
	p.known[r.ID] = t
	return t, nil
}

// forget drops what is remembered of a table that is gone.
func (p *plane) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, id)
}

// mismatch says that a row is not the version that the caller read.
func mismatch() error {
	return api.Errorf(http.StatusPreconditionFailed, "ETagMismatch", "the version does not match the row that is there, or there is none: read it again")
}
