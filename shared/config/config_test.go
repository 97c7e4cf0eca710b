package config

import (
	"testing"
)

func TestReader(t *testing.T) {
	environment := map[string]string{"name": " site.example ", "on": "true", "off": "0", "odd": "perhaps"}
	r := NewReader(func(key string) string { return environment[key] })

	if got := r.Get("name"); got != "site.example" {
		t.Errorf("Get = %q", got)
	}
	if got := r.Default("missing", "latest"); got != "latest" {
		t.Errorf("Default = %q", got)
	}
	if got := r.Required("name", "set it"); got != "site.example" {
		t.Errorf("Required = %q", got)
	}
	if !r.Bool("on", false) || r.Bool("off", true) || !r.Bool("missing", true) {
		t.Error("Bool misreads true, 0 or what is missing")
	}
	if err := r.Err(); err != nil {
		t.Errorf("Err = %v before any fault", err)
	}
}

func TestAllFaultsTogether(t *testing.T) {
	environment := map[string]string{"odd": "perhaps"}
	r := NewReader(func(key string) string { return environment[key] })
	r.Required("b2cservice_hostname", "set it to the site's host name")
	r.Bool("odd", false)
	r.Fault("default_region", `is "XX"`, "use an ISO 3166 code")

	want := "b2cservice_hostname is not set: set it to the site's host name\n" +
		`odd is "perhaps", which is neither true nor false: set it to true or false` + "\n" +
		`default_region is "XX": use an ISO 3166 code`
	if err := r.Err(); err == nil || err.Error() != want {
		t.Errorf("Err = %v\nwant %s", err, want)
	}
}

func TestDecodeJSON(t *testing.T) {
	for text, want := range map[string]bool{
		`{"a":{"version":"v4"}}`:       true,
		" {}\n":                        true,
		``:                             false,
		`{"a":{"version":"v4"}`:        false,
		`{"a":{"verison":"v4"}}`:       false,
		`{"a":{"version":4}}`:          false,
		`{} {}`:                        false,
		`{}x`:                          false,
		`{"a":{"version":"v4"}},"b":1`: false,
	} {
		var value map[string]struct{ Version string }
		if err := DecodeJSON(text, &value); (err == nil) != want {
			t.Errorf("%s: %v, %v", text, value, err)
		}
	}
}
