package schema

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestEncode: the file is what Encode writes, and nothing in it is lost.
func TestEncode(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Error("Encode wrote no JSON")
	}
	if !bytes.Equal(text, generated) {
		t.Error("schema.json is not as Encode writes it: run go generate in this folder")
	}
}

// TestReferences: every nested type that is spoken of is there.
func TestReferences(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	check := func(owner string, props Properties) {
		for name, p := range props {
			for inner := &p.Type; inner != nil; inner = inner.Items {
				if _, known := s.Types[inner.Ref]; inner.Kind == Object && !known {
					t.Errorf("%s.%s: no type %q", owner, name, inner.Ref)
				}
			}
		}
	}
	for token, r := range s.Resources {
		check(token, r.Properties)
	}
	for token, f := range s.Functions {
		check(token, f.Inputs)
		check(token, f.Outputs)
	}
	for ref, props := range s.Types {
		check(ref, props)
	}
}
