package hostoverride

import (
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	tests := []struct {
		name        string
		environment map[string]string
		want        string
	}{
		{"nothing set", nil, ""},
		{"plain", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets + "=http://127.0.0.1:8480"}, "http://127.0.0.1:8480"},
		{"among others", map[string]string{"CLIENT_HOST_OVERRIDES": "a=b;" + Secrets + "=http://h:1;c=d"}, "http://h:1"},
		{"https is added", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets + "=h.example"}, "https://h.example"},
		{"path is dropped", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets + "=https://h.example/20190301"}, "https://h.example"},
		{"another client", map[string]string{"CLIENT_HOST_OVERRIDES": "oci_vault.VaultsClient=http://h"}, ""},
		{"name in another case", map[string]string{"CLIENT_HOST_OVERRIDES": strings.ToLower(Secrets) + "=http://h"}, ""},
		{"blank is not trimmed", map[string]string{"CLIENT_HOST_OVERRIDES": " " + Secrets + "=http://h"}, ""},
		{"two equals signs", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets + "=http://h=i"}, ""},
		{"no equals sign", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets}, ""},
		{"empty host", map[string]string{"CLIENT_HOST_OVERRIDES": Secrets + "="}, ""},
		{"the first variable wins, even without the client", map[string]string{
			"TF_VAR_CLIENT_HOST_OVERRIDES": "a=b", "CLIENT_HOST_OVERRIDES": Secrets + "=http://h"}, ""},
		{"the second before the third", map[string]string{
			"OCI_CLIENT_HOST_OVERRIDES": Secrets + "=http://second", "CLIENT_HOST_OVERRIDES": Secrets + "=http://third"}, "http://second"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Lookup(func(key string) string { return test.environment[key] }, Secrets)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("Lookup = %q, %v; want %q", got, ok, test.want)
			}
		})
	}
}

func FuzzLookup(f *testing.F) {
	f.Add(Secrets + "=http://127.0.0.1:8480/20190301;b=c")
	f.Add(Secrets + "=http://[::1")
	f.Fuzz(func(t *testing.T, overrides string) {
		endpoint, ok := Lookup(func(string) string { return overrides }, Secrets)
		if ok != (endpoint != "") {
			t.Errorf("endpoint %q with ok %v", endpoint, ok)
		}
	})
}
