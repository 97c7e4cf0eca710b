package nosql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// schema is what a table's statement says.
type schema struct {
	Table   string
	Columns []column
	Shard   []string // the first part of the primary key
	Key     []string // all of it
	TTL     ttl      // of rows that say nothing else
}

// column is one column. What it holds has the form that take gives it.
type column struct {
	Name      string
	Type      string
	Precision int // digits of a TIMESTAMP's second
	NotNull   bool
	Default   any
}

// find looks a column up; their names ignore case.
func (s *schema) find(name string) (column, bool) {
	at := slices.IndexFunc(s.Columns, func(c column) bool { return strings.EqualFold(c.Name, name) })
	if at < 0 {
		return column{}, false
	}
	return s.Columns[at], true
}

func (s *schema) isKey(c column) bool { return slices.Contains(s.Key, c.Name) }

// String is the statement that makes the table.
func (s *schema) String() string {
	var parts []string
	for _, c := range s.Columns {
		parts = append(parts, c.String())
	}
	key := "SHARD(" + strings.Join(s.Shard, ", ") + ")"
	if rest := s.Key[len(s.Shard):]; len(rest) > 0 {
		key += ", " + strings.Join(rest, ", ")
	}
	text := fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s (%s, PRIMARY KEY(%s))", s.Table, strings.Join(parts, ", "), key)
	if s.TTL.Count > 0 {
		text += " USING TTL " + s.TTL.String()
	}
	return text
}

func (c column) String() string {
	text := c.Name + " " + c.typeName()
	if c.Default != nil {
		text += " DEFAULT " + c.defaultLiteral()
	}
	if c.NotNull {
		text += " NOT NULL"
	}
	return text
}

func (c column) typeName() string {
	if c.Type == "TIMESTAMP" {
		return fmt.Sprintf("TIMESTAMP(%d)", c.Precision)
	}
	return c.Type
}

func (c column) defaultLiteral() string {
	if text, ok := c.Default.(string); ok {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
	}
	return fmt.Sprint(c.Default)
}

// describe shows the schema as the API does.
func (s *schema) describe() store.Document {
	columns := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		d := map[string]any{
			"name": c.Name, "type": c.typeName(), "isNullable": !c.NotNull && !s.isKey(c), "defaultValue": nil,
			"isAsUuid": false, "isGenerated": false,
		}
		if c.Default != nil {
			d["defaultValue"] = fmt.Sprint(c.Default)
		}
		columns[i] = d
	}
	return store.Document{"columns": columns, "primaryKey": s.Key, "shardKey": s.Shard, "ttl": s.TTL.days(), "identity": nil}
}
