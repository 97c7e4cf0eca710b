package wire

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decode reads strict JSON: names are compared exactly, and a member that is given
// twice is refused; with [Closed], an unknown one too. The error is for the client.
func Decode(text []byte, into any, options ...json.Options) error {
	err := json.Unmarshal(text, into, options...)
	if err == nil {
		return nil
	}
	return Refuse(http.StatusBadRequest, "The JSON cannot be read: %s", explain(err))
}

// Closed refuses members that are unknown.
var Closed = json.RejectUnknownMembers(true)

// explain says where JSON is wrong and why, without the names of Go's types and
// without quoting values, which can be secrets.
func explain(err error) string {
	var syntactic *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &syntactic) && errors.Is(err, jsontext.ErrDuplicateName):
		return fmt.Sprintf("%.200s is given twice", syntactic.JSONPointer)
	case errors.As(err, &syntactic):
		return fmt.Sprintf("%v at byte %d", syntactic.Err, syntactic.ByteOffset)
	case errors.As(err, &semantic) && errors.Is(err, json.ErrUnknownName):
		return fmt.Sprintf("%.200s is unknown", semantic.JSONPointer)
	case errors.As(err, &semantic) && semantic.JSONPointer != "":
		return fmt.Sprintf("%.200s is of the wrong type: %s", semantic.JSONPointer, kindName(semantic.JSONKind))
	case errors.As(err, &semantic):
		return "it is of the wrong type: " + kindName(semantic.JSONKind)
	}
	return "it is no JSON"
}

// kindName is how people call a kind of JSON.
func kindName(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "a truth value"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	return "not what is expected"
}
