package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUpPushesEachImageUnderItsDigest(t *testing.T) {
	r := succeed(t, &run{})
	want := map[string]string{}
	for _, function := range r.all(functionType) {
		in := function.plain()
		image, digest := in["image"].(string), in["imageDigest"].(string)
		want[image] = digest
		prefix := "127.0.0.1:8480/cxbridge/cxbridge-local/" + function.Name + ":"
		if tag, ok := strings.CutPrefix(image, prefix); !ok || len(tag) != 12 || !strings.HasPrefix(digest, "sha256:"+tag) {
			t.Errorf("image %s with digest %s", image, digest)
		}
		repository := r.one(t, "oci:Artifacts/containerRepository:ContainerRepository", function.Name)
		if repository.plain()["displayName"] != "cxbridge-local/"+function.Name {
			t.Errorf("repository %v", repository.plain()["displayName"])
		}
		if !slices.Contains(function.RegisterRPC.GetDependencies(), string(repository.urn)) {
			t.Errorf("%s does not depend on its repository", function.Name)
		}
	}
	if diff := cmp.Diff(want, r.pushed); diff != "" || len(want) != 4 {
		t.Errorf("pushed (-want +got):\n%s", diff)
	}
}

func TestImagesAreForTheShape(t *testing.T) {
	for shape, want := range map[string][]string{
		"GENERIC_X86": {"amd64"}, "GENERIC_ARM": {"arm64"}, "GENERIC_X86_ARM": {"amd64", "arm64"},
	} {
		r := succeed(t, &run{changes: map[string]string{"shape": shape}})
		if diff := cmp.Diff(want, r.architectures); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shape, diff)
		}
	}
}

func TestPreviewKnowsTheImagesAndPushesNothing(t *testing.T) {
	up, preview := succeed(t, &run{}), succeed(t, &run{preview: true})
	if len(preview.pushed) != 0 {
		t.Errorf("pushed %v", preview.pushed)
	}
	for _, function := range preview.all(functionType) {
		want, got := up.one(t, functionType, function.Name).plain(), function.plain()
		if got["image"] != want["image"] || got["imageDigest"] != want["imageDigest"] {
			t.Errorf("%s: previewed %v %v, built %v %v", function.Name, got["image"], got["imageDigest"], want["image"], want["imageDigest"])
		}
	}
}

func TestChangedCodeChangesItsFunctionAndNoOther(t *testing.T) {
	before := succeed(t, &run{})
	after := succeed(t, &run{code: map[string]string{"sms-to-incident": "changed"}})
	var changed []string
	for urn, r := range after.resources {
		for key, value := range r.plain() {
			if !cmp.Equal(value, before.resources[urn].plain()[key]) {
				changed = append(changed, r.TypeToken+" "+r.Name+" "+key)
			}
		}
	}
	slices.Sort(changed)
	want := []string{functionType + " sms-to-incident image", functionType + " sms-to-incident imageDigest"}
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
}
