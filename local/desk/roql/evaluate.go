package roql

import "strings"

// truth is SQL's: false, unknown, true in this order, so that AND is the least
// of its terms, OR the greatest, and NOT the negative.
type truth int

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(is bool) truth {
	if is {
		return yes
	}
	return no
}

// Matching says how values are compared.
type Matching struct {
	CaseSensitive bool
}

// Matches tells whether the expression is true of what value finds at its
// paths: a string, an int64, a float64, a bool, or nil for nothing.
func (m Matching) Matches(e *Expression, value func(Path) any) bool {
	return m.expression(e, value) == yes
}

func (m Matching) expression(e *Expression, value func(Path) any) truth {
	result := no
	for _, conjunction := range e.Any {
		all := yes
		for _, term := range conjunction.All {
			all = min(all, m.term(term, value))
		}
		result = max(result, all)
	}
	return result
}

func (m Matching) term(t *Term, value func(Path) any) truth {
	switch {
	case t.Not != nil:
		return -m.term(t.Not, value)
	case t.Group != nil:
		return m.expression(t.Group, value)
	}
	return m.comparison(t.Comparison, value(t.Comparison.Path))
}

func (m Matching) comparison(c *Comparison, found any) truth {
	switch {
	case c.Null != nil:
		return truthOf((found == nil) != c.Null.Not)
	case found == nil:
		return unknown
	case c.Simple != nil:
		return m.simple(found, c.Simple)
	}
	result := no
	if c.Among.Pattern != nil {
		result = truthOf(m.like(textOf(found), c.Among.Pattern.text()))
	}
	for _, v := range c.Among.Values {
		result = max(result, truthOf(m.compare(found, v.value()) == 0))
	}
	if c.Among.Not {
		return -result
	}
	return result
}

func (m Matching) simple(found any, s *Simple) truth {
	order := m.compare(found, s.Value.value())
	switch s.Operator {
	case "=":
		return truthOf(order == 0)
	case "!=", "<>":
		return truthOf(order != 0)
	case "<":
		return truthOf(order < 0)
	case "<=":
		return truthOf(order <= 0)
	case ">":
		return truthOf(order > 0)
	}
	return truthOf(order >= 0)
}

// like matches SQL's pattern: % is any run of characters, _ any one. It keeps
// the last % to fall back to, so that its time is bounded by the product of the
// two lengths.
func (m Matching) like(text, pattern string) bool {
	t, p := []rune(m.fold(text)), []rune(m.fold(pattern))
	i, j, star, mark := 0, 0, -1, 0
	for i < len(t) {
		switch {
		case j < len(p) && p[j] == '%':
			star, mark = j, i
			j++
		case j < len(p) && (p[j] == '_' || p[j] == t[i]):
			i, j = i+1, j+1
		case star >= 0:
			mark++
			i, j = mark, star+1
		default:
			return false
		}
	}
	return strings.Trim(string(p[j:]), "%") == ""
}

func (m Matching) fold(text string) string {
	if m.CaseSensitive {
		return text
	}
	return strings.ToLower(text)
}
