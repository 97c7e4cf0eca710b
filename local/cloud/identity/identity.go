package identity

import (
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20160918"

// What acts of a policy and of a dynamic group.
const (
	statementsKey = "statements"
	ruleKey       = "matchingRule"
)

// Options are what there is of the tenancy besides its compartments.
type Options struct {
	User        string        // OCID
	HomeRegion  string        // us-ashburn-1
	PolicyDelay time.Duration // until a new or changed statement or rule acts
	Limit       limits.Limit  // of dynamic groups
}

// Register adds identity's kinds and routes.
func Register(e *resource.Engine, o Options) error {
	subscribed, err := regions(e, o.HomeRegion)
	if err != nil {
		return err
	}
	e.Register(&resource.Kind{
		Name: "dynamicgroup", Title: "Dynamic Group", Paths: []string{base + "/dynamicGroups"}, Active: "ACTIVE", NameKey: "name",
		Fields: "compartmentId! name! description!~ matchingRule!~",
		Create: func(op *resource.Op, r *store.Resource) error {
			if r.Doc.String("compartmentId") != op.Tenancy {
				return api.InvalidParameter("Dynamic Group: compartmentId is not the tenancy; dynamic groups are in the root compartment")
			}
			if err := checkName(op, r, "EntityAlreadyExists"); err != nil {
				return err
			}
			if err := o.Limit.Admit(op, 1); err != nil {
				return err
			}
			change(op, nil, r, ruleKey, o.PolicyDelay)
			return checkRule(r)
		},
		Update: func(op *resource.Op, before, r *store.Resource) error {
			change(op, before, r, ruleKey, o.PolicyDelay)
			return checkRule(r)
		},
	})
	e.Register(&resource.Kind{
		Name: "policy", Title: "Policy", Paths: []string{base + "/policies"}, Active: "ACTIVE", NameKey: "name",
		Fields: "compartmentId! name! description!~ statements:strings!~ versionDate~",
		Create: func(op *resource.Op, r *store.Resource) error {
			if err := checkName(op, r, "PolicyAlreadyExists"); err != nil {
				return err
			}
			change(op, nil, r, statementsKey, o.PolicyDelay)
			return checkStatements(op, r)
		},
		Update: func(op *resource.Op, before, r *store.Resource) error {
			change(op, before, r, statementsKey, o.PolicyDelay)
			return checkStatements(op, r)
		},
	})
	registerAccount(e, o.User, subscribed[0].key)
	registerRegions(e, subscribed)
	return nil
}

// registerAccount adds what there is from the beginning and never changes.
func registerAccount(e *resource.Engine, user, homeKey string) {
	entity := func(id, parent, name, description string) store.Document {
		return store.Document{"id": id, "compartmentId": parent, "name": name, "description": description,
			"lifecycleState": "ACTIVE", "timeCreated": "2024-01-01T00:00:00.000Z", "freeformTags": map[string]any{}, "definedTags": map[string]any{}}
	}
	compartment := func(id string) store.Document { return entity(id, e.Tenancy, e.Compartments[id], "the local cloud's") }
	get := func(path string, find func(id string) store.Document) {
		e.Reader("GET "+base+path+"/{id}", func(op *resource.Op) (*api.Answer, error) {
			if d := find(op.Call.Param("id")); d != nil {
				return api.OK(d), nil
			}
			return nil, api.NotFound("resource", op.Call.Param("id"))
		})
	}
	get("/compartments", func(id string) store.Document {
		if _, ok := e.Compartments[id]; !ok {
			return nil
		}
		return compartment(id)
	})
	get("/tenancies", func(id string) store.Document {
		if id != e.Tenancy {
			return nil
		}
		d := entity(id, id, e.Compartments[id], "the local cloud's")
		d["homeRegionKey"] = homeKey
		return d
	})
	get("/users", func(id string) store.Document {
		if id != user {
			return nil
		}
		d := entity(id, e.Tenancy, "local", "may do everything")
		d["isMfaActivated"] = false
		return d
	})
	e.Reader("GET "+base+"/compartments", func(op *resource.Op) (*api.Answer, error) {
		children := []store.Document{}
		for id := range e.Compartments {
			if id != e.Tenancy && op.Call.Query("compartmentId") == e.Tenancy {
				children = append(children, compartment(id))
			}
		}
		slices.SortFunc(children, func(a, b store.Document) int { return strings.Compare(a.String("id"), b.String("id")) })
		return resource.Paged(op.Call, children)
	})
}
