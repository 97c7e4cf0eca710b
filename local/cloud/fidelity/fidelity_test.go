package fidelity

import (
	"reflect"
	"strings"
	"testing"
)

// Every field is listed once, by its own name, and no entry names another's field.
func TestEveryFieldIsListed(t *testing.T) {
	var s Switches
	fields := map[any]string{}
	for i := range reflect.TypeOf(s).NumField() {
		group := reflect.ValueOf(&s).Elem().Field(i)
		for j := range group.NumField() {
			fields[group.Field(j).Addr().Interface()] = group.Type().Field(j).Name
		}
	}
	for _, e := range entries() {
		if got := fields[e.field(&s)]; got != e.Name {
			t.Errorf("switch %s points at field %q", e.Name, got)
		}
		delete(fields, e.field(&s))
		if !strings.HasSuffix(e.Assumption, ".") || e.Source == "" {
			t.Errorf("switch %s: assumption or source missing", e.Name)
		}
	}
	for _, name := range fields {
		t.Errorf("field %s is not listed", name)
	}
}

func TestSetReadsBackAndRefuses(t *testing.T) {
	s := Defaults()
	for _, sw := range List() {
		got, ok := s.Get(sw.Name)
		if !ok || got != sw.Default {
			t.Errorf("%s is %q, want its default %q", sw.Name, got, sw.Default)
		}
	}
	for _, tt := range []struct{ name, value, fault string }{
		{"RateLimitStatus", "503", ""},
		{"AuthorizerDenialsCached", "false", ""},
		{"FunctionIdlePeriod", "1m0s", ""},
		{"HomeRegion", "us-phoenix-1", ""},
		{"HomeRegion", "", "empty"},
		{"RateLimitStatus", "often", "number"},
		{"RateLimitStatus", "-1", "number"},
		{"AuthorizerDenialsCached", "perhaps", "true nor false"},
		{"FunctionIdlePeriod", "30", "duration"},
		{"Gravity", "true", "does not exist"},
	} {
		before := s
		err := s.Set(tt.name, tt.value)
		switch {
		case tt.fault == "" && err != nil:
			t.Errorf("Set(%s, %s): %v", tt.name, tt.value, err)
		case tt.fault == "":
			if got, _ := s.Get(tt.name); got != tt.value {
				t.Errorf("%s is %s after Set(%s)", tt.name, got, tt.value)
			}
		case err == nil || s != before:
			t.Errorf("Set(%s, %s) was taken", tt.name, tt.value)
		case !strings.Contains(err.Error(), tt.fault):
			t.Errorf("Set(%s, %s): %v, want a word of %q", tt.name, tt.value, err, tt.fault)
		}
	}
}
