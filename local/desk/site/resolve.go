package site

import (
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/roql"
)

// Resolve finds the names in a document for a path of a collection's records.
func (s *Site) Resolve(collection string, path roql.Path) (roql.Names, error) {
	names, _, err := s.resolve(s.schemas[collection], path)
	return names, err
}

// resolve finds the names in a document for a path of a query, in which names
// are in any case. crosses tells that the path leads into another record.
func (s *Site) resolve(schema *Schema, path roql.Path) (names roql.Names, crosses bool, err error) {
	unknown := problem.New(problem.Query, "There is no %.200s in %s", path, schema.Name)
	parts := strings.Split(string(path), ".")
	fields := schema.Fields
	for len(parts) > 0 {
		f := loosely(fields, parts[0])
		if f == nil {
			return nil, false, unknown
		}
		names, parts = append(names, f.Name), parts[1:]
		switch f.Type {
		case Choice:
			fields = identityFields
		case Reference:
			fields, parts = s.through(f, names, parts)
			crosses = crosses || len(names) == 1 && len(parts) > 0 && !strings.EqualFold(parts[0], "id")
		case Custom:
			names, err = s.resolveCustom(names, parts, unknown)
			return names, false, err
		default:
			fields = f.Fields
		}
	}
	return names, crosses, nil
}

// identityFields are what an item of a menu has.
var identityFields = []*Field{{Name: "id", Type: Integer}, {Name: "lookupName", Type: Text}}

// through is where a path goes on after a reference: in the other record, and
// from within a list only to its id. primaryContact.contact.id is another way to
// write primaryContact.id.
func (s *Site) through(f *Field, names roql.Names, parts []string) ([]*Field, []string) {
	target := s.schemas[f.To]
	if len(parts) > 0 && strings.EqualFold(parts[0], target.Type) {
		parts = parts[1:]
	}
	if len(names) > 1 {
		return identityFields[:1], parts
	}
	return target.Fields, parts
}

func (s *Site) resolveCustom(names roql.Names, parts []string, unknown error) (roql.Names, error) {
	if len(parts) < 2 || len(parts) > 3 || !s.hasCustom(parts[0], parts[1]) {
		return nil, unknown
	}
	if len(parts) == 3 {
		f := loosely(identityFields, parts[2])
		if f == nil {
			return nil, unknown
		}
		parts[2] = f.Name
	}
	return append(names, parts...), nil
}
