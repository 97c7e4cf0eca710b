package prune

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
)

var (
	account = remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"})
	now     = time.Date(2030, time.March, 31, 12, 0, 0, 0, time.UTC)
)

// bench is a stack with one function on a local cloud.
type bench struct {
	*pruner
	place *stacktest.Place
	out   *bytes.Buffer
	runs  *running
}

// running are the functions of the stack's application.
type running map[string]string // digests by name

// ListFunctions answers with pages of one.
func (r running) ListFunctions(_ context.Context, request functions.ListFunctionsRequest) (answer functions.ListFunctionsResponse, err error) {
	for _, function := range slices.Sorted(maps.Keys(r)) {
		digest := r[function]
		answer.Items = append(answer.Items, functions.FunctionSummary{
			DisplayName: &function, SourceDetails: functions.ContainerImageFunctionSourceDetails{ImageDigest: &digest},
		})
	}
	answer.Items, answer.OpcNextPage = leaf(answer.Items, request.Page)
	return answer, nil
}

const (
	function = "sms-to-incident"
	folder   = "cxbridge-local/" + function
)

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{place: stacktest.New(t, "../../..", daemon.Behaviour{}), out: &bytes.Buffer{}, runs: &running{}}
	b.outputs(t, map[string]string{function: "sha256:" + strings.Repeat("0", 64)})
	b.connect(t)
	b.create(t, folder, map[string]string{"project": "cxbridge", "stack": "local", "owner": b.names.Owner})
	return b
}

// connect is what Run does first.
func (b *bench) connect(t *testing.T) {
	t.Helper()
	p, err := connect(t.Context(), Options{
		Target: b.place.Target, Stack: stacktest.Stack, Keep: 1, Out: b.out, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	p.functions = b.runs
	b.pruner = p
}

// outputs gives the stack digests of functions as outputs.
func (b *bench) outputs(t *testing.T, digests map[string]string) {
	t.Helper()
	b.place.Up(t, map[string]any{"functionDigests": digests, "applicationId": "ocid1.fnapp.oc1..a"})
	if b.pruner != nil {
		b.connect(t)
	}
}

func (b *bench) create(t *testing.T, repository string, tags map[string]string) {
	t.Helper()
	_, err := b.registry.(artifacts.ArtifactsClient).CreateContainerRepository(t.Context(), artifacts.CreateContainerRepositoryRequest{
		CreateContainerRepositoryDetails: artifacts.CreateContainerRepositoryDetails{
			CompartmentId: &b.compartment, DisplayName: &repository, FreeformTags: tags,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) tag(t *testing.T, repository, tag string) name.Tag {
	t.Helper()
	reference, err := name.NewTag(strings.TrimPrefix(b.place.Addresses.Cloud, "http://") + "/cxbridge/" + repository + ":" + tag)
	if err != nil {
		t.Fatal(err)
	}
	return reference
}

// push makes an image, or an index of two, and has it pushed some days ago.
func (b *bench) push(t *testing.T, repository, tag string, days int, index bool) (digest string) {
	t.Helper()
	one := func() v1.Image {
		image, err := random.Image(2000, 1)
		if err != nil {
			t.Fatal(err)
		}
		return image
	}
	var err error
	var hash v1.Hash
	if index {
		both := mutate.AppendManifests(mutate.IndexMediaType(empty.Index, types.DockerManifestList),
			mutate.IndexAddendum{Add: one(), Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "amd64"}}},
			mutate.IndexAddendum{Add: one(), Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "arm64"}}})
		hash, _ = both.Digest()
		err = remote.WriteIndex(b.tag(t, repository, tag), both, account)
		manifest, _ := both.IndexManifest()
		for _, child := range manifest.Manifests {
			b.age(t, child.Digest, days)
		}
	} else {
		image := one()
		hash, _ = image.Digest()
		err = remote.Write(b.tag(t, repository, tag), image, account)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.age(t, hash, days)
	return hash.String()
}

// age lets a manifest be some days old: the registry takes its file's time.
func (b *bench) age(t *testing.T, digest v1.Hash, days int) {
	t.Helper()
	aged := 0
	err := filepath.WalkDir(b.place.Checkout.Local(), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != digest.Hex || filepath.Base(filepath.Dir(path)) != "manifests" {
			return err
		}
		aged++
		then := now.AddDate(0, 0, -days)
		return os.Chtimes(path, then, then)
	})
	if err != nil || aged != 1 {
		t.Fatalf("aging %s: %d files, %v", digest, aged, err)
	}
}

// whole pulls a tag with all that belongs to it.
func (b *bench) whole(t *testing.T, repository, tag string) bool {
	t.Helper()
	found, err := remote.Get(b.tag(t, repository, tag), account)
	if err != nil {
		return false
	}
	if !found.MediaType.IsIndex() {
		image, err := found.Image()
		return errors.Join(err, validate.Image(image)) == nil
	}
	index, err := found.ImageIndex()
	if err == nil {
		for _, d := range []string{"amd64", "arm64"} {
			if _, err := remote.Image(b.tag(t, repository, tag), account, remote.WithPlatform(v1.Platform{OS: "linux", Architecture: d})); err != nil {
				t.Errorf("%s for %s: %v", tag, d, err)
			}
		}
		_, err = index.IndexManifest()
	}
	return err == nil
}

// tags are those of the repository, sorted, of which all are whole.
func (b *bench) tags(t *testing.T, repository string) []string {
	t.Helper()
	tags, err := remote.List(b.tag(t, repository, "x").Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range tags {
		if !b.whole(t, repository, tag) {
			t.Errorf("%s is not whole", tag)
		}
	}
	slices.Sort(tags)
	return tags
}

func (b *bench) count(t *testing.T) int {
	t.Helper()
	images, err := b.registry.ListContainerImages(t.Context(), artifacts.ListContainerImagesRequest{CompartmentId: &b.compartment, RepositoryName: common.String(folder)})
	if err != nil {
		t.Fatal(err)
	}
	return len(images.Items)
}

func (b *bench) newest(t *testing.T) string {
	t.Helper()
	found, err := remote.Head(b.tag(t, folder, "newest"), account)
	if err != nil {
		t.Fatal(err)
	}
	return found.Digest.String()
}

func (b *bench) repositoryID(t *testing.T) string {
	t.Helper()
	found, err := b.repositories(t.Context())
	if err != nil || len(found) != 1 {
		t.Fatalf("repositories %v, %v", found, err)
	}
	return found[0].id
}
