package roql

import (
	"strconv"
	"strings"
)

// String writes the script as the parser would read it again.
func (s *Script) String() string {
	return join(s.Statements, "; ", (*Statement).String)
}

// String writes the statement with its keywords in upper case.
func (s *Statement) String() string {
	var b strings.Builder
	b.WriteString("SELECT ")
	if s.Distinct {
		b.WriteString("DISTINCT ")
	}
	b.WriteString(join(s.Columns, ", ", func(p Path) string { return string(p) }))
	b.WriteString(" FROM " + s.From)
	if s.Where != nil {
		b.WriteString(" WHERE " + s.Where.String())
	}
	if len(s.Order) > 0 {
		b.WriteString(" ORDER BY " + join(s.Order, ", ", (*Order).String))
	}
	if s.Limit != nil {
		b.WriteString(" LIMIT " + strconv.Itoa(*s.Limit))
	}
	if s.Offset != nil {
		b.WriteString(" OFFSET " + strconv.Itoa(*s.Offset))
	}
	return b.String()
}

// String writes the key with its direction, if that is not the usual one.
func (o *Order) String() string {
	if o.Descending {
		return string(o.Path) + " DESC"
	}
	return string(o.Path)
}

// String writes the alternatives, keeping the parentheses that were there.
func (e *Expression) String() string {
	return join(e.Any, " OR ", func(c *Conjunction) string {
		return join(c.All, " AND ", (*Term).String)
	})
}

// String writes the term.
func (t *Term) String() string {
	switch {
	case t.Not != nil:
		return "NOT " + t.Not.String()
	case t.Group != nil:
		return "(" + t.Group.String() + ")"
	}
	return t.Comparison.String()
}

// String writes the comparison with spaces around its operator.
func (c *Comparison) String() string {
	path := string(c.Path) + " "
	switch {
	case c.Simple != nil:
		return path + c.Simple.Operator + " " + c.Simple.Value.String()
	case c.Null != nil:
		return path + "IS " + not(c.Null.Not) + "NULL"
	case c.Among.Pattern != nil:
		return path + not(c.Among.Not) + "LIKE " + c.Among.Pattern.String()
	}
	return path + not(c.Among.Not) + "IN (" + join(c.Among.Values, ", ", (*Value).String) + ")"
}

// String writes the literal as it was written.
func (v *Value) String() string {
	for _, source := range []*string{v.Plain, v.Escaped, v.Number} {
		if source != nil {
			return *source
		}
	}
	return strings.ToUpper(*v.Boolean)
}

func not(is bool) string {
	if is {
		return "NOT "
	}
	return ""
}

func join[T any](items []T, separator string, text func(T) string) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = text(item)
	}
	return strings.Join(parts, separator)
}
