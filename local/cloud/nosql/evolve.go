package nosql

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// altered is the table after an ALTER TABLE.
func (s *schema) altered(a *alteration) (*schema, error) {
	next := *s
	next.Columns = slices.Clone(s.Columns)
	if a.TTL != nil {
		var err error
		next.TTL, err = a.TTL.ttl()
		return &next, err
	}
	for _, c := range a.Changes {
		if c.Add != nil {
			if err := next.add(c.Add); err != nil {
				return nil, err
			}
			continue
		}
		dropped, ok := next.find(c.Drop)
		if !ok {
			return nil, api.InvalidParameter("the table %s has no column %s", s.Table, c.Drop)
		}
		if next.isKey(dropped) {
			return nil, api.InvalidParameter("the column %s is in the primary key and cannot be dropped", dropped.Name)
		}
		next.Columns = slices.DeleteFunc(next.Columns, func(c column) bool { return c.Name == dropped.Name })
	}
	return &next, nil
}

// evolve checks that a table can become another one while it has rows. Names keep their
// case, under which the rows have their values.
func (s *schema) evolve(next *schema) error {
	same := func(a, b string) bool { return strings.EqualFold(a, b) }
	if !slices.EqualFunc(s.Key, next.Key, same) || !slices.EqualFunc(s.Shard, next.Shard, same) {
		return api.InvalidParameter("the primary key of %s cannot be changed", s.Table)
	}
	next.Table, next.Key, next.Shard = s.Table, s.Key, s.Shard
	for i, c := range next.Columns {
		before, ok := s.find(c.Name)
		if !ok {
			continue
		}
		if before.typeName() != c.typeName() {
			return api.InvalidParameter("the column %s is of type %s and cannot become %s: drop it first", c.Name, before.typeName(), c.typeName())
		}
		next.Columns[i].Name = before.Name
	}
	return nil
}

// dropped are the columns that the next schema has no longer.
func (s *schema) dropped(next *schema) []string {
	var names []string
	for _, c := range s.Columns {
		if _, ok := next.find(c.Name); !ok {
			names = append(names, c.Name)
		}
	}
	return names
}
