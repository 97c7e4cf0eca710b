package mql

import (
	"reflect"

	"github.com/alecthomas/participle/v2/lexer"
)

// equal compares two queries but for the positions in their texts, which it forgets. (cmp.Diff takes time that doubles
// with each level of lists in lists.)
func equal(a, b *Query) bool {
	forgetPositions(reflect.ValueOf(a))
	forgetPositions(reflect.ValueOf(b))
	return reflect.DeepEqual(a, b)
}

func forgetPositions(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[lexer.Position]():
		v.SetZero()
	case v.Kind() == reflect.Pointer && !v.IsNil():
		forgetPositions(v.Elem())
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			forgetPositions(v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			forgetPositions(v.Field(i))
		}
	}
}
