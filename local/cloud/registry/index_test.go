package registry

import (
	"errors"
	"io/fs"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

func TestAnIndexResolvesToThisMachinesImage(t *testing.T) {
	r, ref := open(t, t.TempDir())
	mine, digest := randomImage(t)
	other, _ := randomImage(t)
	index := mutate.AppendManifests(empty.Index,
		mutate.IndexAddendum{Add: other, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "s390x"}}},
		mutate.IndexAddendum{Add: mine, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: runtime.GOARCH}}})
	if err := remote.WriteIndex(ref(repository+":multi"), index, as(user, password)); err != nil {
		t.Fatal(err)
	}
	got, err := r.Resolve(repository, "multi")
	if err != nil || digestOf(t, got) != digest {
		t.Errorf("resolved %v, %v", got, err)
	}
	want := Found{Digest: digestOf(t, index), Architectures: []string{"s390x", runtime.GOARCH}}
	if found, err := r.Inspect(repository, "multi"); err != nil || !cmp.Equal(found, want) {
		t.Errorf("found %v, %v, want %v", found, err, want)
	}
	if found, err := r.Inspect(repository, digest); err != nil || found.Digest != digest {
		t.Errorf("found %v, %v, want the image's digest", found, err)
	}
	if _, err := r.Inspect(repository, "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a tag that is not there: %v", err)
	}
}
