package identity

import (
	"context"
	"log/slog"
	"sync"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/policy"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// IAM says what principals may do. It keeps the policies parsed for as long as nothing
// in the store changes.
type IAM struct {
	engine *resource.Engine
	log    *slog.Logger

	mu         sync.Mutex
	set        *policy.Set
	generation uint64
}

// NewIAM evaluates engine's policies and explains refusals to log.
func NewIAM(engine *resource.Engine, log *slog.Logger) *IAM { return &IAM{engine: engine, log: log} }

// Question is whether a principal has a permission on something.
type Question struct {
	Principal     policy.Principal
	Permission    string // "FN_INVOCATION", "SECRET_BUNDLE_READ"
	What, ID      string // what is asked about: "secret" and its OCID
	CompartmentID string // of that thing
	Target        map[string]string
}

// Permit is nil if some policy allows what is asked, and 404 otherwise, as in OCI. The
// local user may do everything.
func (i *IAM) Permit(ctx context.Context, q Question) error {
	if q.Principal.Type == "user" {
		return nil
	}
	set, err := i.current(ctx)
	if err != nil {
		return err
	}
	path := []string{q.CompartmentID}
	if q.CompartmentID != i.engine.Tenancy {
		path = append(path, i.engine.Tenancy)
	}
	request := policy.Request{Principal: q.Principal, Permission: q.Permission, Target: q.Target,
		CompartmentPath: path, CompartmentNames: i.engine.Compartments}
	if set.Allows(request) {
		return nil
	}
	i.log.Warn("refused by IAM", "what", q.What, "id", q.ID, "reason", set.Explain(request))
	return api.NotFound(q.What, q.ID)
}

func (i *IAM) current(ctx context.Context) (*policy.Set, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	// Read before the policies are: a change in between makes them be read again.
	generation := i.engine.Store.Generation()
	if i.set != nil && generation == i.generation {
		return i.set, nil
	}
	set, err := i.load(ctx)
	if err == nil {
		i.set, i.generation = set, generation
	}
	return set, err
}

func (i *IAM) load(ctx context.Context) (*policy.Set, error) {
	var statements []policy.Statement
	var groups []policy.Group
	err := i.engine.Look(ctx, nil, func(op *resource.Op) error {
		policies, err := op.Find(store.Query{Kind: "policy"})
		if err != nil {
			return err
		}
		for _, p := range policies {
			for _, text := range p.Doc.Strings("statements") {
				s, err := policy.ParseStatement(text)
				if err != nil {
					return err
				}
				s.CompartmentID = p.Compartment
				statements = append(statements, *s)
			}
		}
		dynamic, err := op.Find(store.Query{Kind: "dynamicgroup"})
		if err != nil {
			return err
		}
		for _, g := range dynamic {
			rule, err := policy.ParseRule(g.Doc.String("matchingRule"))
			if err != nil {
				return err
			}
			groups = append(groups, policy.Group{ID: g.ID, Name: g.Name, Rule: rule})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return policy.NewSet(statements, groups), nil
}
