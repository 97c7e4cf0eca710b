package nosql

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

var types = []string{"STRING", "INTEGER", "LONG", "FLOAT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "JSON", "BINARY"}

// take checks a value that is not null, and gives it the form in which it is kept: one
// value has one form, so that keys can be compared as text.
func (c column) take(value any) (any, error) {
	taken, ok := any(nil), false
	switch c.Type {
	case "JSON":
		return value, nil
	case "STRING":
		taken, ok = value.(string)
	case "BOOLEAN":
		taken, ok = value.(bool)
	case "INTEGER":
		taken, ok = takeInteger(value, 32)
	case "LONG":
		taken, ok = takeInteger(value, 64)
	case "FLOAT":
		taken, ok = takeFloat(value, 32)
	case "DOUBLE":
		taken, ok = takeFloat(value, 64)
	case "TIMESTAMP":
		taken, ok = takeTimestamp(value, c.Precision)
	case "BINARY":
		text, isText := value.(string)
		_, err := base64.StdEncoding.DecodeString(text)
		taken, ok = text, isText && err == nil
	}
	if !ok {
		return nil, api.InvalidParameter("column %s: the value is no %s", c.Name, c.typeName())
	}
	return taken, nil
}

// takeText is take for a value that is written as text, as in a URL.
func (c column) takeText(text string) (any, error) {
	switch c.Type {
	case "STRING", "TIMESTAMP":
		return c.take(text)
	case "BOOLEAN":
		return c.take(strings.EqualFold(text, "true")) // anything else is false (oracle/nosql: Boolean.valueOf)
	}
	return c.take(json.Number(text))
}

func takeInteger(value any, bits int) (any, bool) {
	number, ok := value.(json.Number)
	n, err := strconv.ParseInt(string(number), 10, bits)
	return json.Number(strconv.FormatInt(n, 10)), ok && err == nil
}

func takeFloat(value any, bits int) (any, bool) {
	number, ok := value.(json.Number)
	f, err := strconv.ParseFloat(string(number), bits)
	if !ok || err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, false
	}
	return json.Number(strconv.FormatFloat(f, 'g', -1, bits)), true
}

// The forms in which a timestamp comes; without a zone it means UTC.
var timestampForms = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02"}

func takeTimestamp(value any, precision int) (any, bool) {
	text, _ := value.(string)
	for _, form := range timestampForms {
		t, err := time.Parse(form, text)
		if err != nil {
			continue
		}
		unit := time.Duration(math.Pow10(9 - precision))
		form := "2006-01-02T15:04:05"
		if precision > 0 {
			form += "." + strings.Repeat("0", precision)
		}
		return t.UTC().Round(unit).Format(form + "Z"), true
	}
	return nil, false
}

// compare orders two values of one column; null comes last (Oracle NoSQL: ORDER BY).
func compare(a, b any) int {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return strings.Compare(x, y)
		}
	case json.Number:
		if y, ok := b.(json.Number); ok {
			return compareNumbers(x, y)
		}
	case bool:
		if y, ok := b.(bool); ok {
			return cmp.Compare(strconv.FormatBool(x), strconv.FormatBool(y))
		}
	}
	return cmp.Compare(strconv.FormatBool(a == nil), strconv.FormatBool(b == nil))
}

func compareNumbers(a, b json.Number) int {
	m, err1 := a.Int64()
	n, err2 := b.Int64()
	if err1 == nil && err2 == nil {
		return cmp.Compare(m, n)
	}
	x, _ := a.Float64()
	y, _ := b.Float64()
	return cmp.Compare(x, y)
}
