package images_test

import (
	"debug/elf"
	"io"
	"path/filepath"
	"testing"

	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

func TestTwoArchitecturesMakeAnIndexOfTheImagesThatEachHasAlone(t *testing.T) {
	root := module(t)
	amd64, arm64 := digests(t, build(t, builder(t, root, "amd64"))), digests(t, build(t, builder(t, root, "arm64")))
	both := build(t, builder(t, root, "amd64", "arm64"))
	for _, function := range functions {
		index := both[function].(v1.ImageIndex)
		if err := validate.Index(index); err != nil {
			t.Fatalf("%s: %v", function, err)
		}
		manifest, err := index.IndexManifest()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, child := range manifest.Manifests {
			got[child.Platform.String()] = child.Digest.String()
			if child.MediaType != types.DockerManifestSchema2 {
				t.Errorf("%s: a child is a %s", function, child.MediaType)
			}
		}
		want := map[string]string{"linux/amd64": amd64[function], "linux/arm64": arm64[function]}
		if diff := cmp.Diff(want, got); diff != "" || manifest.MediaType != types.DockerManifestList {
			t.Errorf("%s is a %s (-want +got):\n%s", function, manifest.MediaType, diff)
		}
	}
	elsewhere := digests(t, build(t, builder(t, module(t), "amd64", "arm64")))
	if diff := cmp.Diff(digests(t, both), elsewhere); diff != "" {
		t.Errorf("two folders, two digests:\n%s", diff)
	}
}

func TestEachArchitecturesProgramIsForIt(t *testing.T) {
	for architecture, want := range map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64} {
		image := build(t, builder(t, module(t), architecture))["hello"].(v1.Image)
		if got := machine(t, image); got != want {
			t.Errorf("%s: the program is for %s", architecture, got)
		}
		if config, err := image.ConfigFile(); err != nil || config.Architecture != architecture || config.OS != "linux" {
			t.Errorf("%s: %+v, %v", architecture, config, err)
		}
	}
}

// machine is what the program in an image is for.
func machine(t *testing.T, image v1.Image) elf.Machine {
	t.Helper()
	path := filepath.Join(t.TempDir(), "function")
	writeProgram(t, image, path)
	program, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if section := program.Section(".note.go.buildid"); section != nil {
		note, err := io.ReadAll(section.Open())
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range note[16:] {
			if b != 0 {
				t.Errorf("the build ID is %q", note)
				break
			}
		}
	}
	return program.Machine
}

func TestAnArchitectureIsNeeded(t *testing.T) {
	if _, err := (images.Builder{Root: module(t), Cache: t.TempDir()}).Build(t.Context(), functions); err == nil {
		t.Error("built for nothing")
	}
}
