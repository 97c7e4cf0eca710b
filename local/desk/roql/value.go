package roql

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// value is the literal as a string, a number or a bool.
func (v *Value) value() any {
	switch {
	case v.Number != nil:
		return numberOf(*v.Number)
	case v.Boolean != nil:
		return strings.EqualFold(*v.Boolean, "TRUE")
	}
	return v.text()
}

// text is what the literal says as text, without its quotes.
func (v *Value) text() string {
	switch {
	case v.Plain != nil:
		return strings.Trim(*v.Plain, "'")
	case v.Escaped != nil:
		return unescape((*v.Escaped)[1 : len(*v.Escaped)-1])
	}
	return v.String()
}

func unescape(text string) string {
	var b strings.Builder
	escaping := false
	for _, r := range text {
		if r == '\\' && !escaping {
			escaping = true
			continue
		}
		b.WriteRune(r)
		escaping = false
	}
	return b.String()
}

// compare orders a found value and a literal: as numbers if one of them is a
// number and both read as one, as times if both read as one, as text otherwise.
func (m Matching) compare(a, b any) int {
	if isNumber(a) || isNumber(b) {
		if order, ok := compareNumbers(textOf(a), textOf(b)); ok {
			return order
		}
	}
	left, right := textOf(a), textOf(b)
	if x, ok := timeOf(left); ok {
		if y, ok := timeOf(right); ok {
			return x.Compare(y)
		}
	}
	return cmp.Compare(m.fold(left), m.fold(right))
}

// timeOf reads a time, such as 2026-03-01T10:00:00Z. Most texts are none, and a
// look at one character tells that at a hundredth of the parser's price.
func timeOf(text string) (time.Time, bool) {
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, text)
	return t, err == nil
}

// compareNumbers compares integers as such: ids can be beyond what a float64
// holds exactly.
func compareNumbers(left, right string) (order int, ok bool) {
	switch x := numberOf(left).(type) {
	case int64:
		switch y := numberOf(right).(type) {
		case int64:
			return cmp.Compare(x, y), true
		case float64:
			return cmp.Compare(float64(x), y), true
		}
	case float64:
		switch y := numberOf(right).(type) {
		case int64:
			return cmp.Compare(x, float64(y)), true
		case float64:
			return cmp.Compare(x, y), true
		}
	}
	return 0, false
}

// numberOf is an int64 if that holds the number, a float64 if it does not, and
// nil if the text is none.
func numberOf(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return nil
}

func isNumber(v any) bool {
	switch v.(type) {
	case int64, float64:
		return true
	}
	return false
}

// textOf writes a value as a cell of a tabular answer shows it.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "1"
		}
		return "0"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
