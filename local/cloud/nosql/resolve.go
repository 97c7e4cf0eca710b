package nosql

import (
	"encoding/json"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// resolve checks a query against its table and puts the variables' values in.
func (q *selection) resolve(s *schema, variables store.Document) (*choice, error) {
	given, err := q.variables(variables)
	if err != nil {
		return nil, err
	}
	c := &choice{}
	for _, name := range q.Columns {
		column, err := s.must(name)
		if err != nil {
			return nil, err
		}
		c.columns = append(c.columns, column.Name)
	}
	for _, w := range q.Where {
		t, err := w.resolve(s, given)
		if err != nil {
			return nil, err
		}
		c.tests = append(c.tests, t)
	}
	for _, o := range q.Order {
		column, err := s.ordered(o.Column)
		if err != nil {
			return nil, err
		}
		c.order = append(c.order, sorting{column.Name, o.Descending})
	}
	if c.limit, err = q.Limit.count(given, -1); err != nil {
		return nil, err
	}
	c.offset, err = q.Offset.count(given, 0)
	return c, err
}

func (w *comparison) resolve(s *schema, variables map[string]any) (test, error) {
	c, err := s.ordered(w.Column)
	if err != nil {
		return test{}, err
	}
	value, err := w.Operand.value(variables)
	if err == nil {
		value, err = c.take(value)
	}
	return test{c.Name, operators[w.Operator], value}, err
}

// must finds a column that a query names.
func (s *schema) must(name string) (column, error) {
	c, ok := s.find(name)
	if !ok {
		return c, api.InvalidParameter("the table %s has no column %s", s.Table, name)
	}
	return c, nil
}

// ordered finds a column that a query compares or sorts by.
func (s *schema) ordered(name string) (column, error) {
	c, err := s.must(name)
	if err == nil && (c.Type == "JSON" || c.Type == "BINARY") {
		err = api.NotSimulated("conditions on columns of type %s, and sorting by them, such as %s", c.Type, c.Name)
	}
	return c, err
}

// variables checks that what is declared is given, and nothing else.
func (q *selection) variables(given store.Document) (map[string]any, error) {
	values := map[string]any{}
	for _, d := range q.Declared {
		clause := columnClause{Name: d.Name, Type: d.Type, Argument: d.Argument}
		c, err := clause.column()
		if err != nil {
			return nil, err
		}
		if given[d.Name] == nil {
			return nil, api.InvalidParameter("the variable %s has no value", d.Name)
		}
		if values[d.Name], err = c.take(given[d.Name]); err != nil {
			return nil, err
		}
	}
	for name := range given {
		if values[name] == nil {
			return nil, api.InvalidParameter("the query declares no variable %s", name)
		}
	}
	return values, nil
}

func (o *operand) value(variables map[string]any) (any, error) {
	if o.Variable == "" {
		return o.Literal.value(), nil
	}
	value, ok := variables[o.Variable]
	if !ok {
		return nil, api.InvalidParameter("the variable %s is not declared: begin with DECLARE %s type;", o.Variable, o.Variable)
	}
	return value, nil
}

// count is the operand of a LIMIT or an OFFSET.
func (o *operand) count(variables map[string]any, none int) (int, error) {
	if o == nil {
		return none, nil
	}
	value, err := o.value(variables)
	if err != nil {
		return 0, err
	}
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil || n < 0 || n > 1<<31 {
		return 0, api.InvalidParameter("LIMIT and OFFSET take whole numbers from 0 up")
	}
	return int(n), nil
}
