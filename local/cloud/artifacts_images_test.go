package cloud_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
)

// pictures lists the images of a query by digest, and the digests in the list's order.
func (b *bench) pictures(t testing.TB, change ...func(*artifacts.ListContainerImagesRequest)) (map[string]artifacts.ContainerImageSummary, []string) {
	t.Helper()
	request := artifacts.ListContainerImagesRequest{CompartmentId: str(tenancy)}
	for _, c := range change {
		c(&request)
	}
	byDigest, digests := map[string]artifacts.ContainerImageSummary{}, []string{}
	for _, i := range ok[artifacts.ListContainerImagesResponse](t)(b.artifacts(t).ListContainerImages(ctx, request)).Items {
		byDigest[*i.Digest], digests = i, append(digests, *i.Digest)
	}
	return byDigest, digests
}

// manifests are the files in which the registry keeps manifests whose names fit.
func (b *bench) manifests(t testing.TB, pattern string) []string {
	t.Helper()
	return ok[[]string](t)(filepath.Glob(filepath.Join(b.options.Dir, "registry", "repositories", "*", "manifests", pattern)))
}

// pushedAgo makes an image older than it is: pushes are closer together than the API's times.
func (b *bench) pushedAgo(t testing.TB, digest string, age time.Duration) {
	t.Helper()
	at := time.Now().Add(-age)
	for _, file := range b.manifests(t, strings.TrimPrefix(digest, "sha256:")) {
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) removeImage(t testing.TB, id *string) error {
	t.Helper()
	_, err := b.artifacts(t).DeleteContainerImage(ctx, artifacts.DeleteContainerImageRequest{ImageId: id})
	return err
}

// scripts are n images that differ, with their digests.
func scripts(t testing.TB, n int) (images []v1.Image, digests []string) {
	t.Helper()
	for i := range n {
		image := ok[v1.Image](t)(imageOf(fmt.Append(nil, "#!/bin/sh\n# ", i)))
		images, digests = append(images, image), append(digests, ok[v1.Hash](t)(image.Digest()).String())
	}
	return images, digests
}

func TestImagesAreFilteredSortedAndDeleted(t *testing.T) {
	b := start(t)
	images, digests := scripts(t, 3)
	b.push(t, "stack/sms", "v1", images[0])
	b.push(t, "stack/sms", "v2", images[1])
	b.push(t, "stack/alarm", "v1", images[2])
	b.push(t, "stack/sms", "v1", images[1]) // the first has no version any more
	for minutes, i := range []int{1, 2, 0} {
		b.pushedAgo(t, digests[i], time.Duration(minutes)*time.Minute)
	}
	all, _ := b.pictures(t)
	if first := all[digests[0]]; first.Version != nil || *first.DisplayName != "stack/sms:unknown@"+digests[0] {
		t.Errorf("an image without a version is %v", first)
	}
	for _, tt := range []struct {
		name   string
		change func(*artifacts.ListContainerImagesRequest)
		want   []int
	}{
		{"the newest first", func(r *artifacts.ListContainerImagesRequest) {
			r.SortBy = artifacts.ListContainerImagesSortByTimecreated
		}, []int{1, 2, 0}},
		{"the oldest first", func(r *artifacts.ListContainerImagesRequest) {
			r.SortBy, r.SortOrder = artifacts.ListContainerImagesSortByTimecreated, artifacts.ListContainerImagesSortOrderAsc
		}, []int{0, 2, 1}},
		{"by name", func(r *artifacts.ListContainerImagesRequest) {
			r.SortBy = artifacts.ListContainerImagesSortByDisplayname
		}, []int{2, 0, 1}},
		{"of a repository", func(r *artifacts.ListContainerImagesRequest) { r.RepositoryId = all[digests[2]].RepositoryId }, []int{2}},
		{"of repositories", func(r *artifacts.ListContainerImagesRequest) {
			r.RepositoryName, r.SortBy = str("stack/s*"), artifacts.ListContainerImagesSortByDisplayname
		}, []int{0, 1}},
		{"without a version", func(r *artifacts.ListContainerImagesRequest) { r.IsVersioned = new(bool) }, []int{0}},
		{"by digest", func(r *artifacts.ListContainerImagesRequest) { r.ImageDigest = &digests[1] }, []int{1}},
	} {
		var want []string
		for _, i := range tt.want {
			want = append(want, digests[i])
		}
		if _, got := b.pictures(t, tt.change); !cmp.Equal(want, got) {
			t.Errorf("%s: (-want +got):\n%s", tt.name, cmp.Diff(want, got))
		}
	}

	if err := b.removeImage(t, all[digests[1]].Id); err != nil {
		t.Fatal(err)
	}
	if _, left := b.pictures(t); slices.Contains(left, digests[1]) || len(left) != 2 {
		t.Errorf("left are %v after %s was deleted", left, digests[1])
	}
	refused(t, b.removeImage(t, all[digests[1]].Id), 404, "NotAuthorizedOrNotFound", *all[digests[1]].Id)
	b.push(t, "stack/sms", "v1", images[1]) // what is deleted can be pushed again
	if again, _ := b.pictures(t); *again[digests[1]].Id != *all[digests[1]].Id {
		t.Errorf("the image is %s, was %s", *again[digests[1]].Id, *all[digests[1]].Id)
	}
}

// An image is deleted as it was seen, its versions included.
func TestImagesHaveEtags(t *testing.T) {
	b := start(t)
	images, digests := scripts(t, 1)
	b.push(t, "stack/sms", "v1", images[0])
	all, _ := b.pictures(t)
	id := all[digests[0]].Id
	client := b.artifacts(t)
	seen := func() *string {
		return ok[artifacts.GetContainerImageResponse](t)(client.GetContainerImage(ctx, artifacts.GetContainerImageRequest{ImageId: id})).Etag
	}
	before := seen()
	b.push(t, "stack/sms", "v2", images[0])
	_, err := client.DeleteContainerImage(ctx, artifacts.DeleteContainerImageRequest{ImageId: id, IfMatch: before})
	refused(t, err, 412, "NoEtagMatch", *id)
	ok[artifacts.DeleteContainerImageResponse](t)(client.DeleteContainerImage(ctx, artifacts.DeleteContainerImageRequest{ImageId: id, IfMatch: seen()}))
}

func TestAPageSaysHowMuchRemains(t *testing.T) {
	b := start(t)
	images, _ := scripts(t, 3)
	for i, image := range images {
		b.push(t, "stack/sms", fmt.Sprint("v", i), image)
	}
	request := artifacts.ListContainerImagesRequest{CompartmentId: str(tenancy), Limit: new(2)}
	for _, want := range []int{1, 0} {
		page := ok[artifacts.ListContainerImagesResponse](t)(b.artifacts(t).ListContainerImages(ctx, request))
		if *page.RemainingItemsCount != want || (page.OpcNextPage == nil) != (want == 0) {
			t.Errorf("%d items remain, want %d", *page.RemainingItemsCount, want)
		}
		request.Page = page.OpcNextPage
	}
	listed := ok[artifacts.ListContainerRepositoriesResponse](t)(b.artifacts(t).ListContainerRepositories(ctx, artifacts.ListContainerRepositoriesRequest{CompartmentId: str(tenancy)}))
	if *listed.ImageCount != 3 || *listed.LayersSizeInBytes == 0 || *listed.LayersSizeInBytes != *listed.Items[0].LayersSizeInBytes {
		t.Errorf("repositories %v", listed.ContainerRepositoryCollection)
	}
}

// indexed pushes an index and a plain image, and gives the digests of the index and its images.
func (b *bench) indexed(t testing.TB) (index string, children []string) {
	t.Helper()
	_, pushed := b.pushIndex(t, "both", "amd64", "arm64")
	for _, m := range ok[*v1.IndexManifest](t)(pushed.IndexManifest()).Manifests {
		children = append(children, m.Digest.String())
	}
	image, _ := scripts(t, 1)
	b.push(t, "test/function", "plain", image[0])
	return ok[v1.Hash](t)(pushed.Digest()).String(), children
}

func TestAnIndexIsAnImageBesideItsImages(t *testing.T) {
	b := start(t)
	index, children := b.indexed(t)
	all, _ := b.pictures(t)
	if len(all) != 4 || *all[index].Version != "both" || all[children[0]].Version != nil {
		t.Fatalf("images %v", all)
	}
	if err := b.removeImage(t, all[index].Id); err != nil {
		t.Fatal(err)
	}
	if left, _ := b.pictures(t); len(left) != 3 || left[children[0]].Id == nil {
		t.Errorf("left are %v, want all but the index", left)
	}
	if err := b.removeImage(t, all[children[0]].Id); err != nil {
		t.Error(err)
	}
}

func TestAnIndexCanStandForItsImages(t *testing.T) {
	b := startWith(t, "IndexedImagesListed", "false")
	index, _ := b.indexed(t)
	all, _ := b.pictures(t)
	if len(all) != 2 || all[index].Id == nil {
		t.Fatalf("images %v, want the index and the plain one", all)
	}
	if err := b.removeImage(t, all[index].Id); err != nil {
		t.Fatal(err)
	}
	if left, _ := b.pictures(t); len(left) != 1 {
		t.Errorf("left are %v, want the plain image", left)
	}
	if on := b.manifests(t, "*"); len(on) != 1 {
		t.Errorf("on disk are %v, want the plain image", on)
	}
	b.pushIndex(t, "both", "amd64", "arm64")
	if again, _ := b.pictures(t); len(again) != 2 {
		t.Errorf("images %v after the index was pushed again", again)
	}
}

func TestImagesOfAnIndexCanBeKept(t *testing.T) {
	b := startWith(t, "IndexedImagesDeletable", "false")
	index, children := b.indexed(t)
	all, _ := b.pictures(t)
	refused(t, b.removeImage(t, all[children[1]].Id), 409, "Conflict", index)
	for _, digest := range append([]string{index}, children...) {
		if err := b.removeImage(t, all[digest].Id); err != nil {
			t.Errorf("%s: %v", digest, err)
		}
	}
}

func TestRepositoriesCanBeKeptForTheirImages(t *testing.T) {
	b := startWith(t, "RepositoryDeletedWithImages", "false")
	images, digests := scripts(t, 1)
	b.push(t, "stack/sms", "v1", images[0])
	all, _ := b.pictures(t)
	repository := artifacts.DeleteContainerRepositoryRequest{RepositoryId: all[digests[0]].RepositoryId}
	_, err := b.artifacts(t).DeleteContainerRepository(ctx, repository)
	refused(t, err, 409, "Conflict", "1 images")
	if err := b.removeImage(t, all[digests[0]].Id); err != nil {
		t.Fatal(err)
	}
	ok[artifacts.DeleteContainerRepositoryResponse](t)(b.artifacts(t).DeleteContainerRepository(ctx, repository))
}
