package nosql

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
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

// update changes one thing: the schema, the limits or the tags.
func (p *plane) update(op *resource.Op, before, r *store.Resource) error {
	body, err := op.Call.Document()
	if err != nil {
		return err
	}
	statement, limits := body.String("ddlStatement"), body["tableLimits"] != nil
	tags := body["freeformTags"] != nil || body["definedTags"] != nil
	switch {
	case statement != "" && !limits && !tags:
		return p.redefine(op, before, r, statement)
	case statement == "" && limits && !tags:
		return checkLimits(r.Doc.Object("tableLimits"))
	case statement == "" && !limits && tags:
		return nil
	}
	return api.InvalidParameter("Table: an update takes exactly one of ddlStatement, tableLimits and tags")
}

// redefine changes a table's schema by an ALTER TABLE, or by the CREATE TABLE of how it
// is to be.
func (p *plane) redefine(op *resource.Op, before, r *store.Resource, statement string) error {
	t, err := p.open(before)
	if err != nil {
		return err
	}
	d, err := parseDefinition(statement)
	if err != nil {
		return err
	}
	next, name := (*schema)(nil), ""
	if d.Alter != nil {
		name = d.Alter.Name
		next, err = t.altered(d.Alter)
	} else if !p.Fidelity.CreateStatementUpdates {
		return api.InvalidParameter("a table is changed by an ALTER TABLE statement")
	} else {
		name = d.Create.Name
		next, err = d.Create.schema()
	}
	if err != nil {
		return err
	}
	if err := isNamed(name, r.Name); err != nil {
		return err
	}
	if err := t.evolve(next); err != nil {
		return err
	}
	for _, column := range t.dropped(next) {
		if err := op.DropColumn(r.ID, column); err != nil {
			return err
		}
	}
	define(r, next)
	if d.Alter != nil || !p.Fidelity.TableStatementEchoed {
		r.Doc["ddlStatement"] = next.String()
	}
	return nil
}
