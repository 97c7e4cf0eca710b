package connect

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/roql"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

// choice says what of a record is answered.
type choice struct {
	fields tree            // nil for all fields
	expand map[string]bool // sub-collections and references to include
	all    bool            // include all of them
}

// tree is the names of fields that are wanted, with what is wanted below them;
// nothing below a name means all of it.
type tree map[string]tree

var (
	everything = choice{}
	stub       = choice{fields: tree{}}
)

// identity is what every record is answered with.
var identity = []string{"id", "lookupName", "createdTime", "updatedTime"}

// choice reads fields and expand, for records of a collection.
func (c *call) choice(collection string) (choice, error) {
	values, err := c.parameters()
	if err != nil {
		return choice{}, err
	}
	chosen := choice{expand: map[string]bool{}, all: values.Get("expand") == "all"}
	if text := values.Get("fields"); text != "" {
		chosen.fields = tree{}
		for path := range strings.SplitSeq(text, ",") {
			names, err := c.Site.Resolve(collection, roql.Path(strings.TrimSpace(path)))
			if err != nil {
				return choice{}, err
			}
			chosen.fields.add(names)
		}
	}
	if text := values.Get("expand"); text != "" && !chosen.all {
		for name := range strings.SplitSeq(text, ",") {
			name = strings.TrimSpace(name)
			f := c.Site.Schema(collection).Field(name)
			if f == nil || f.Type != site.List && f.Type != site.Reference {
				return choice{}, problem.New(problem.Query, "expand: %.80q is not a sub-collection or a reference of %s", name, collection)
			}
			chosen.expand[name] = true
		}
	}
	return chosen, nil
}

// elementChoice reads fields and expand for the elements of a sub-collection.
func (c *call) elementChoice() (choice, error) {
	values, err := c.parameters()
	if err != nil {
		return choice{}, err
	}
	if text := values.Get("fields"); text != "" {
		prefix := c.list().Name + "."
		chosen := choice{fields: tree{}}
		for path := range strings.SplitSeq(text, ",") {
			names, err := c.Site.Resolve(c.schema().Name, roql.Path(prefix+strings.TrimSpace(path)))
			if err != nil {
				return choice{}, err
			}
			chosen.fields.add(names[1:])
		}
		return chosen, nil
	}
	if values.Get("expand") != "" || c.Fidelity.FullElements {
		return everything, nil
	}
	return stub, nil
}

func (t tree) add(names roql.Names) {
	for _, name := range names {
		if t[name] == nil {
			t[name] = tree{}
		}
		t = t[name]
	}
}

// wants tells whether a field is wanted.
func (ch choice) wants(name string) bool {
	if ch.fields == nil || slices.Contains(identity, name) {
		return true
	}
	_, wanted := ch.fields[name]
	return wanted
}

// includes tells whether a sub-collection or a reference is wanted itself and
// not as a link.
func (ch choice) includes(name string) bool {
	_, wanted := ch.fields[name]
	return ch.all || ch.expand[name] || wanted
}

// below is what is wanted of a field.
func (ch choice) below(name string) choice {
	if sub := ch.fields[name]; len(sub) > 0 {
		return choice{fields: sub}
	}
	return everything
}
