package oci_test

import (
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// A setting that the provider of the SDK has and this one does not hand on would be lost without a word.
func TestProviderTakesTheSDKsSettings(t *testing.T) {
	want := map[string]any{}
	for _, field := range sdk(t).structs["providerArgs"] {
		want["oci:"+field.key] = "of " + field.key
	}
	seen := &recorder{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := oci.NewProvider(ctx, "other", pulumi.String("us-phoenix-1"))
		return err
	}, pulumi.WithMocks("project", "stack", seen), func(info *pulumi.RunInfo) {
		info.Config = map[string]string{}
		for key, text := range want {
			info.Config[key] = text.(string)
		}
		info.ConfigSecretKeys = []string{"oci:fingerprint"}
	})
	if err != nil {
		t.Fatal(err)
	}
	want["oci:region"] = "us-phoenix-1"
	got, secrets := map[string]any{}, []string{}
	for name, value := range seen.inputs {
		if value.IsSecret() {
			secrets, value = append(secrets, string(name)), value.SecretValue().Element
		}
		got["oci:"+string(name)] = value.V
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	slices.Sort(secrets)
	if diff := cmp.Diff([]string{"fingerprint", "privateKey", "privateKeyPassword"}, secrets); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}

// recorder keeps the inputs of the last resource.
type recorder struct{ inputs resource.PropertyMap }

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.inputs = args.Inputs
	return "id", args.Inputs, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }
