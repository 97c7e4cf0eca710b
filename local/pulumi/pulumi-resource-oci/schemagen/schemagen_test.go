package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// TestUpToDate: schema.json says what the SDK in go.mod says.
func TestUpToDate(t *testing.T) {
	want, err := generated()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../schema/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("schema.json is not what the SDK in go.mod gives: run go generate ./local/pulumi/pulumi-resource-oci/schema")
	}
}

// TestKnownFacts holds a few properties against what the provider's own
// documentation says of them.
func TestKnownFacts(t *testing.T) {
	s, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	property := func(token, name string) schema.Property {
		p := s.Resources[token].Properties[name]
		if p == nil {
			t.Fatalf("%s has no %s", token, name)
		}
		return *p
	}
	const fn, vcn, subnet = "oci:Functions/function:Function", "oci:Core/vcn:Vcn", "oci:Core/subnet:Subnet"
	for what, holds := range map[string]bool{
		"memory is required":                 property(fn, "memoryInMbs").Required,
		"memory can be changed":              property(fn, "memoryInMbs").Updatable,
		"memory is a number for OCI":         property(fn, "memoryInMbs").Numeric,
		"an application cannot be changed":   !property(fn, "applicationId").Updatable,
		"an image is sent on update":         property(fn, "image").Put == schema.Optional,
		"a state is no input":                !property(fn, "state").Input,
		"a label cannot be changed":          !property(vcn, "dnsLabel").Updatable,
		"a VCN's name is OCI's if not given": property(vcn, "displayName").Computed,
		"a subnet's VCN is required":         property(subnet, "vcnId").Required,
		"tags are nested for OCI":            property(subnet, "definedTags").Tags,
		"free tags are not":                  !property(subnet, "freeformTags").Tags,
	} {
		if !holds {
			t.Errorf("not so: %s", what)
		}
	}
}

func TestLookUp(t *testing.T) {
	f := fields{"memoryInMBs": {}, "cacheKey": {}, "isStateless": {}}
	for _, test := range []struct{ property, kind, want string }{
		{"memoryInMbs", schema.String, "memoryInMBs"},
		{"cacheKeys", schema.Array, "cacheKey"},
		{"cacheKeys", schema.String, ""},
		{"stateless", schema.Boolean, "isStateless"},
		{"stateless", schema.String, ""},
	} {
		if got, _, _ := f.lookUp(test.property, test.kind); got != test.want {
			t.Errorf("%s (%s) is %q on the wire, want %q", test.property, test.kind, got, test.want)
		}
	}
}
