package table

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// TestTable: the table and the schema have the same types, and each property
// that the table speaks of is an input of the type.
func TestTable(t *testing.T) {
	s, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	resources := Resources()
	for token := range s.Resources {
		if resources[token] == nil {
			t.Errorf("%s is in the schema, but not in the table", token)
		}
	}
	placeholder := regexp.MustCompile(`\{(\w+)\}`)
	for token, r := range resources {
		if s.Resources[token] == nil {
			t.Errorf("%s is in the table, but not in the schema", token)
			continue
		}
		names := slices.Concat(r.Sets, r.WriteOnly, r.Secret, r.Refused)
		names = slices.AppendSeq(names, maps.Keys(r.Defaults))
		names = slices.AppendSeq(names, maps.Keys(r.Edits))
		for _, name := range []string{r.Endpoint, r.AutoName} {
			if name != "" {
				names = append(names, name)
			}
		}
		for _, path := range []string{r.Create.Path, r.Get.Path, r.Update.Path, r.Delete.Path, r.Import} {
			for _, match := range placeholder.FindAllStringSubmatch(path, -1) {
				if match[1] != "id" {
					names = append(names, match[1])
				}
			}
		}
		for _, name := range names {
			if p := s.Resources[token].Properties[name]; p == nil || !p.Input {
				t.Errorf("%s has no input %s", token, name)
			}
		}
		if strings.Contains(r.Create.Path, "{id}") {
			t.Errorf("%s is created at the path of its id", token)
		}
	}
	for token, f := range Functions() {
		if s.Functions[token] == nil {
			t.Errorf("data source %s is not in the schema", token)
			continue
		}
		for _, match := range placeholder.FindAllStringSubmatch(f.Path, -1) {
			if p := s.Functions[token].Inputs[match[1]]; p == nil || !p.Required {
				t.Errorf("%s does not require %s", token, match[1])
			}
		}
	}
}

// TestUpdatable: each input that can be updated is sent, moved, edited or refused.
func TestUpdatable(t *testing.T) {
	s, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for token, r := range Resources() {
		for name, p := range s.Resources[token].Properties {
			_, moves := r.Moves[name]
			_, edits := r.Edits[name]
			if done := p.Put != schema.Never || moves || edits || slices.Contains(r.Refused, name); p.Input && p.Updatable && !done {
				t.Errorf("%s.%s: nothing says how it is changed", token, name)
			}
		}
	}
}
