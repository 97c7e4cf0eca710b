package nosql

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// The most that a statement, a name of a table and one of a column may have, in bytes
// (Oracle NoSQL Database Cloud Service: limits).
const (
	maxStatement  = 10 << 10
	maxTableName  = 256
	maxColumnName = 64
)

// maxTTL keeps times in range: 100 years, in hours.
const maxTTL = 100 * 365 * 24

var definitions = participle.MustBuild[definition](options...)

// parse reads what somebody wrote.
func parse[T any](parser *participle.Parser[T], text string) (*T, error) {
	if len(text) > maxStatement {
		return nil, api.InvalidParameter("the statement has %d bytes, of %d at most", len(text), maxStatement)
	}
	return read(parser, text)
}

func read[T any](parser *participle.Parser[T], text string) (*T, error) {
	tree, err := parser.ParseString("", text)
	if err != nil {
		return nil, api.InvalidParameter("the statement %q is none that the local cloud knows: %v", text, err)
	}
	return tree, nil
}

// parseDefinition reads a CREATE TABLE or ALTER TABLE statement.
func parseDefinition(text string) (*definition, error) { return parse(definitions, text) }

// schema is the table that the statement makes.
func (c *creation) schema() (*schema, error) {
	s := &schema{Table: c.Name}
	if strings.Contains(c.Name, ".") {
		return nil, api.NotSimulated("child tables such as %s", c.Name)
	}
	if len(c.Name) > maxTableName {
		return nil, api.InvalidParameter("the table's name has %d characters, of %d at most", len(c.Name), maxTableName)
	}
	var key *keyClause
	for _, e := range c.Elements {
		if e.Column != nil {
			if err := s.add(e.Column); err != nil {
				return nil, err
			}
			continue
		}
		if key != nil {
			return nil, api.InvalidParameter("the table %s has two primary keys", c.Name)
		}
		key = e.Key
	}
	if err := s.setKey(key); err != nil {
		return nil, err
	}
	var err error
	s.TTL, err = c.TTL.ttl()
	return s, err
}

// add appends a column.
func (s *schema) add(clause *columnClause) error {
	c, err := clause.column()
	if err != nil {
		return err
	}
	if _, twice := s.find(c.Name); twice {
		return api.InvalidParameter("the column %s is there twice", c.Name)
	}
	s.Columns = append(s.Columns, c)
	return nil
}

// setKey resolves the names of a primary key. Without SHARD, all of it is the shard key.
func (s *schema) setKey(clause *keyClause) error {
	if clause == nil || len(clause.Shard)+len(clause.Rest) == 0 {
		return api.InvalidParameter("the table %s needs a PRIMARY KEY (column, …)", s.Table)
	}
	for _, name := range slices.Concat(clause.Shard, clause.Rest) {
		c, ok := s.find(name)
		switch {
		case !ok:
			return api.InvalidParameter("the primary key's column %s is not in the table", name)
		case s.isKey(c):
			return api.InvalidParameter("the primary key has the column %s twice", name)
		case c.Type == "JSON" || c.Type == "BINARY":
			return api.InvalidParameter("the column %s is of type %s, which a primary key cannot have", name, c.Type)
		case c.Default != nil:
			return api.InvalidParameter("the column %s is in the primary key and cannot have a default", name)
		}
		s.Key = append(s.Key, c.Name)
	}
	s.Shard = s.Key
	if len(clause.Shard) > 0 {
		s.Shard = s.Key[:len(clause.Shard)]
	}
	return nil
}

func (l *lifetime) ttl() (ttl, error) {
	if l == nil {
		return days(0), nil
	}
	if l.Count < 0 || l.Count > maxTTL {
		return ttl{}, api.InvalidParameter("a TTL of %d is not between 0 and %d", l.Count, maxTTL)
	}
	return ttl{l.Count, strings.ToUpper(l.Unit)}, nil
}
