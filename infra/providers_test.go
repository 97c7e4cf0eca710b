package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const ociProvider = "pulumi:providers:oci"

// provider is the name of the provider that something goes through. A reference is a provider's URN and its id.
func (r *run) provider(t *testing.T, reference string) string {
	t.Helper()
	for _, one := range r.all("") {
		if strings.HasPrefix(reference, string(one.urn)+"::") {
			return one.Name
		}
	}
	t.Errorf("%q is no provider of the stack's", reference)
	return ""
}

// OCI takes policies and dynamic groups in the tenancy's home region alone. All else is where the settings say.
func TestEachResourceIsInItsRegion(t *testing.T) {
	for name, r := range map[string]*run{
		"at home":           {},
		"elsewhere":         {home: "eu-frankfurt-1"},
		"as the setting is": {home: "eu-frankfurt-1", changes: map[string]string{"homeRegion": "eu-frankfurt-1"}},
		"preview":           {preview: true, home: "eu-frankfurt-1"},
	} {
		t.Run(name, func(t *testing.T) {
			succeed(t, r)
			regions := map[string]any{}
			for _, provider := range r.all(ociProvider) {
				regions[provider.Name] = provider.plain()["region"]
			}
			home := r.home
			if home == "" {
				home = "us-ashburn-1"
			}
			if diff := cmp.Diff(map[string]any{"region": "us-ashburn-1", "home": home}, regions); diff != "" {
				t.Errorf("the providers' regions (-want +got):\n%s", diff)
			}
			for _, one := range r.all("") {
				if !one.Custom || !strings.HasPrefix(one.TypeToken, "oci:") {
					continue
				}
				want := "region"
				if strings.HasPrefix(one.TypeToken, "oci:Identity/") {
					want = "home"
				}
				if got := r.provider(t, one.Provider); got != want {
					t.Errorf("%s has the provider %q, want %q", one.urn, got, want)
				}
			}
			for _, call := range r.calls {
				if got := r.provider(t, call.Provider); got != "region" {
					t.Errorf("%s is looked up through %q", call.Token, got)
				}
			}
		})
	}
}

// What homeRegion says need not be asked: the user may not be allowed to.
func TestHomeRegionOfTheSettingsIsNotLookedUp(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"homeRegion": "eu-frankfurt-1"}})
	for _, call := range r.calls {
		if strings.HasPrefix(call.Token, "oci:Identity/") {
			t.Errorf("%s was called", call.Token)
		}
	}
}

func TestTenancyWithoutHomeRegion(t *testing.T) {
	r := deploy(t, &run{home: "none"})
	if r.err == nil || !strings.Contains(r.err.Error(), "pulumi config set homeRegion") {
		t.Errorf("the error is %v", r.err)
	}
}
