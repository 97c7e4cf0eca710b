package identity

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/policy"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// IAM says what principals may do. It keeps the policies parsed for as long as nothing
// in the store changes, and nothing that did begins to act.
type IAM struct {
	engine *resource.Engine
	delay  time.Duration
	log    *slog.Logger

	mu         sync.Mutex
	set        *policy.Set
	generation uint64
	until      time.Time // when the set is another one; zero: not by itself
}

// NewIAM evaluates engine's policies, whose changes act after a delay, and explains
// refusals to log.
func NewIAM(engine *resource.Engine, delay time.Duration, log *slog.Logger) *IAM {
	return &IAM{engine: engine, delay: delay, log: log}
}

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
	if i.set != nil && generation == i.generation && (i.until.IsZero() || i.engine.Clock().Before(i.until)) {
		return i.set, nil
	}
	set, until, err := i.load(ctx)
	if err == nil {
		i.set, i.generation, i.until = set, generation, until
	}
	return set, err
}

// load reads what acts now, and until when.
func (i *IAM) load(ctx context.Context) (*policy.Set, time.Time, error) {
	r := reading{delay: i.delay}
	err := i.engine.Look(ctx, nil, func(op *resource.Op) error {
		policies, err := op.Find(store.Query{Kind: "policy"})
		if err != nil {
			return err
		}
		for _, p := range policies {
			if err := r.policy(p, op.Now); err != nil {
				return err
			}
		}
		groups, err := op.Find(store.Query{Kind: "dynamicgroup"})
		if err != nil {
			return err
		}
		for _, g := range groups {
			if err := r.group(g, op.Now); err != nil {
				return err
			}
		}
		return nil
	})
	return policy.NewSet(r.statements, r.groups), r.until, err
}

// reading collects what acts at a time.
type reading struct {
	delay      time.Duration
	statements []policy.Statement
	groups     []policy.Group
	until      time.Time
}

// acting is what acts of a field, as text.
func (r *reading) acting(from *store.Resource, key string, now time.Time) store.Document {
	value, until := acting(from, key, now, r.delay)
	if !until.IsZero() && (r.until.IsZero() || until.Before(r.until)) {
		r.until = until
	}
	return store.Document{key: value}
}

func (r *reading) policy(p *store.Resource, now time.Time) error {
	for _, text := range r.acting(p, statementsKey, now).Strings(statementsKey) {
		s, err := policy.ParseStatement(text)
		if err != nil {
			return err
		}
		s.CompartmentID = p.Compartment
		r.statements = append(r.statements, *s)
	}
	return nil
}

func (r *reading) group(g *store.Resource, now time.Time) error {
	text := r.acting(g, ruleKey, now).String(ruleKey)
	if text == "" {
		return nil
	}
	rule, err := policy.ParseRule(text)
	if err == nil {
		r.groups = append(r.groups, policy.Group{ID: g.ID, Name: g.Name, Rule: rule})
	}
	return err
}
