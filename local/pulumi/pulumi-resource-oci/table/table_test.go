package table

import (
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
		for name := range r.Defaults {
			names = append(names, name)
		}
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
	for token := range Functions() {
		if s.Functions[token] == nil {
			t.Errorf("data source %s is not in the schema", token)
		}
	}
}

// TestUpdatable: each input that can be updated is sent, moved or refused.
// Those that are left, this plugin says that it cannot change.
func TestUpdatable(t *testing.T) {
	s, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	cannot := []string{"oci:Core/vcn:Vcn.cidrBlocks"}
	for token, r := range Resources() {
		for name, p := range s.Resources[token].Properties {
			_, moves := r.Moves[name]
			done := p.Put != schema.Never || moves || slices.Contains(r.Refused, name)
			if known := slices.Contains(cannot, token+"."+name); p.Input && p.Updatable && done == known {
				t.Errorf("%s.%s: can be changed %v, listed as one that cannot %v", token, name, done, known)
			}
		}
	}
}
