package cxif_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/cxbridge/cxbridge/infra/cxif/provider"
	"github.com/google/go-cmp/cmp"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// TestSchema: the arguments here are those of the provider, by name and by what is required.
func TestSchema(t *testing.T) {
	served, err := provider.New(provider.Options{})
	if err != nil {
		t.Fatal(err)
	}
	described, err := p.GetSchema(t.Context(), provider.Name, cxif.Version, served)
	if err != nil {
		t.Fatal(err)
	}
	resource := func(token string) inputs {
		spec := described.Resources[token]
		return inputs{spec.InputProperties, spec.RequiredInputs}
	}
	object := func(name string) inputs {
		spec := described.Types["cxif:index:"+name]
		return inputs{spec.Properties, spec.Required}
	}
	for _, test := range []struct {
		args any
		want inputs
	}{
		{cxif.ProviderArgs{}, inputs{described.Provider.InputProperties, described.Provider.RequiredInputs}},
		{cxif.ListenerRegistrationArgs{}, resource("cxif:index:ListenerRegistration")},
		{cxif.HubSubscriptionArgs{}, resource("cxif:index:HubSubscription")},
		{cxif.AffiliatedApiArgs{}, object("AffiliatedApi")},
		{cxif.BasicArgs{}, object("Basic")},
		{cxif.OidcClientCredentialsArgs{}, object("OidcClientCredentials")},
	} {
		if diff := cmp.Diff(test.want.list(), listOf(test.args)); diff != "" {
			t.Errorf("%T (-the provider's +here):\n%s", test.args, diff)
		}
	}
}

// TestDescribed: whoever reads the schema is told what everything is, and that secrets are secrets.
func TestDescribed(t *testing.T) {
	served, err := provider.New(provider.Options{})
	if err != nil {
		t.Fatal(err)
	}
	described, err := p.GetSchema(t.Context(), provider.Name, cxif.Version, served)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]schema.PropertySpec{"provider": described.Provider.InputProperties}
	for token, resource := range described.Resources {
		all[token] = resource.InputProperties
		if resource.Description == "" {
			t.Errorf("%s has no description", token)
		}
	}
	for token, object := range described.Types {
		all[token] = object.Properties
	}
	for token, properties := range all {
		for name, property := range properties {
			if property.Description == "" {
				t.Errorf("%s of %s has no description", name, token)
			}
			if property.Secret != (name == "password" || name == "clientSecret") {
				t.Errorf("%s of %s: secret is %v", name, token, property.Secret)
			}
		}
	}
}

type inputs struct {
	properties map[string]schema.PropertySpec
	required   []string
}

// list names the inputs, the required ones with an exclamation mark.
func (i inputs) list() []string {
	var names []string
	for name := range i.properties {
		if slices.Contains(i.required, name) {
			name += "!"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func listOf(args any) []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeOf(args)) {
		name, option, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
		if option != "optional" {
			name += "!"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
