package resource

import (
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Kind declares one kind of resource.
type Kind struct {
	Name   string   // as in its OCIDs: "vcn"
	Title  string   // as in messages: "VCN"
	Paths  []string // of the collection, one for each version of the API; a {field} in it is taken from the path
	Active string   // lifecycleState of what exists
	Fields string   // the table of the body's keys
	Shapes map[string]string

	NameKey  string            // displayName by default
	Updated  string            // key of the time of the last change, if it is shown
	ListBy   string            // query parameter a list needs; compartmentId by default, "-" is none
	Aliases  map[string]string // query parameters spelt otherwise than the field, or a JSON path ($.a.b)
	Refs     []Ref
	MoreRefs func(doc store.Document) []store.Ref // fields of Refs that no path describes
	InUse    func(r *store.Resource, by store.Referrer) *api.Error
	Named    func(op *Op) (id string, err error) // whom a call's path names, if that may be something else than an OCID
	Work     *Work                               // where changes are work requests
	Silent   bool                                // a create is answered without a body
	Kept     bool                                // no DELETE; there is an action instead

	Create func(op *Op, r *store.Resource) error
	Update func(op *Op, before, r *store.Resource) error
	Delete func(op *Op, r *store.Resource) error
	Show   func(op *Op, r *store.Resource) (store.Document, error)
	Page   func(op *Op, items []store.Document) any // body of a list; the bare list by default

	shape   shape
	checker checker
}

// Ref is a field that names other resources.
type Ref struct {
	Field   string // path of keys; lists on the way are walked through
	Kind    string // one or, with |, several; what it names must exist
	Blocks  bool   // what it names cannot be deleted
	Lingers bool   // nor for a while after this is (Env.Linger)
}

// Work is the shape of a kind's work requests.
type Work struct {
	Service   string // version of the API, which is where they are read
	Entity    string // entityType of the changed resource
	Operation string // what CREATE_ and so on are put before
	Accepted  bool   // changes are answered 202, without a body
}

func (k *Kind) prepare() {
	if k.NameKey == "" {
		k.NameKey = "displayName"
	}
	if k.ListBy == "" {
		k.ListBy = "compartmentId"
	}
	k.shape = parseFields(k.Fields + tagFields)
	k.checker.shapes = map[string]shape{}
	for name, table := range k.Shapes {
		k.checker.shapes[name] = parseFields(table)
	}
}

// refs collects what a document refers to.
func (k *Kind) refs(doc store.Document) []store.Ref {
	var out []store.Ref
	for _, ref := range k.Refs {
		for _, target := range follow(doc, strings.Split(ref.Field, ".")) {
			out = append(out, store.Ref{Field: ref.Field, Target: target})
		}
	}
	if k.MoreRefs != nil {
		out = append(out, k.MoreRefs(doc)...)
	}
	return out
}

func (k *Kind) ref(field string) (Ref, bool) {
	for _, ref := range k.Refs {
		if ref.Field == field {
			return ref, true
		}
	}
	return Ref{}, false
}

// follow collects the strings at the end of a path of keys.
func follow(v any, path []string) []string {
	switch v := v.(type) {
	case string:
		if len(path) == 0 && v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, item := range v {
			out = append(out, follow(item, path)...)
		}
		return out
	case store.Document:
		return follow(map[string]any(v), path)
	case map[string]any:
		if len(path) > 0 {
			return follow(v[path[0]], path[1:])
		}
	}
	return nil
}
