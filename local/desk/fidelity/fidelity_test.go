package fidelity

import (
	"reflect"
	"strings"
	"testing"
)

func TestListDescribesEverySwitch(t *testing.T) {
	listed := map[string]Switch{}
	for _, s := range List() {
		if s.Assumption == "" || s.Source == "" {
			t.Errorf("%s lacks its assumption or its source", s.Name)
		}
		listed[s.Name] = s
	}
	defaults := reflect.ValueOf(Defaults())
	for _, field := range reflect.VisibleFields(defaults.Type()) {
		if field.Anonymous {
			continue
		}
		name := field.Name
		if got, want := listed[name].Default, defaults.FieldByIndex(field.Index).Interface(); got != want {
			t.Errorf("%s: listed default %v, real one %v", name, got, want)
		}
		delete(listed, name)
	}
	for name := range listed {
		if !strings.HasPrefix(name, "Options.") {
			t.Errorf("%s is listed but is no switch", name)
		}
	}
}
