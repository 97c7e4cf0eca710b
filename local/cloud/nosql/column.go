package nosql

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// column is what the clause says of a column.
func (c *columnClause) column() (column, error) {
	out := column{Name: c.Name, Type: strings.ToUpper(c.Type)}
	if len(c.Name) > maxColumnName {
		return out, api.InvalidParameter("the column %s has a name of more than %d characters", c.Name, maxColumnName)
	}
	if !slices.Contains(types, out.Type) {
		return out, api.InvalidParameter("column %s: the local cloud has no type %s; it has %s", c.Name, c.Type, strings.Join(types, ", "))
	}
	if err := out.setPrecision(c.Argument); err != nil {
		return out, err
	}
	return out, out.setOptions(c.Options)
}

func (c *column) setPrecision(argument *string) error {
	if c.Type != "TIMESTAMP" && argument != nil {
		return api.InvalidParameter("column %s: the type %s takes no argument", c.Name, c.Type)
	}
	if c.Type != "TIMESTAMP" {
		return nil
	}
	if argument == nil || len(*argument) != 1 {
		return api.InvalidParameter("column %s: write TIMESTAMP(n), with 0 to 9 digits of a second", c.Name)
	}
	c.Precision = int((*argument)[0] - '0')
	return nil
}

func (c *column) setOptions(options []*columnOption) error {
	for _, o := range options {
		if o.Default == nil {
			c.NotNull = true
			continue
		}
		if c.Type == "JSON" || c.Type == "BINARY" || c.Default != nil {
			return api.InvalidParameter("column %s: it cannot have a default, or not this one", c.Name)
		}
		var err error
		if c.Default, err = c.take(o.Default.value()); err != nil {
			return err
		}
	}
	if c.NotNull && c.Default == nil {
		return api.InvalidParameter("column %s: a column that is NOT NULL needs a DEFAULT", c.Name)
	}
	return nil
}

// value is the literal as JSON has it.
func (l *literal) value() any {
	switch {
	case l.Text != nil:
		return *l.Text
	case l.Number != nil:
		return json.Number(*l.Number)
	}
	return strings.EqualFold(*l.Boolean, "true")
}
