package prune

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"
)

func TestDryRunThenDelete(t *testing.T) {
	b := start(t)
	b.push(t, folder, "old", 40, true)
	b.push(t, folder, "older", 60, false)
	said := b.push(t, folder, "said", 30, true)
	lives := b.push(t, folder, "lives", 20, false)
	b.push(t, folder, "previous", 10, true)
	b.push(t, folder, "newest", 1, true)
	b.outputs(t, map[string]string{function: said})
	*b.runs = running{function: lives}
	before := b.count(t)

	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	dry := b.out.String()
	for _, want := range []string{"previous", "old", "older", "1 week ago", "1 month ago", "would delete 7 of 14 images", "--delete"} {
		if !strings.Contains(dry, want) {
			t.Errorf("does not say %q:\n%s", want, dry)
		}
	}
	if strings.Contains(dry, " 0 B") {
		t.Errorf("sizes are missing:\n%s", dry)
	}
	if after := b.count(t); after != before || before != 14 {
		t.Fatalf("a dry run left %d of %d images", after, before)
	}

	b.Delete = true
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"lives", "newest", "said"}, b.tags(t, folder)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if got := b.count(t); got != 7 {
		t.Errorf("%d images are left, want 7: two indexes with two each, and one", got)
	}
	b.out.Reset()
	if err := b.run(t.Context()); err != nil || !strings.Contains(b.out.String(), "all 7 images are needed") {
		t.Errorf("again: %v\n%s", err, b.out)
	}
}

func TestOtherStacksImagesStay(t *testing.T) {
	b := start(t)
	b.push(t, folder, "newest", 1, false)
	for repository, tags := range map[string]map[string]string{
		"cxbridge-localhost/" + function: {"project": "cxbridge", "stack": "localhost", "owner": b.names.Owner},
		"cxbridge-another/" + function:   {"project": "cxbridge", "stack": "local", "owner": "somebody else"},
		"mine/" + function:               nil,
	} {
		b.create(t, repository, tags)
		b.push(t, repository, "a", 50, false)
		b.push(t, repository, "b", 40, false)
	}
	b.outputs(t, map[string]string{function: b.newest(t)})
	b.Delete = true
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, repository := range []string{"cxbridge-localhost/" + function, "cxbridge-another/" + function, "mine/" + function} {
		if got := b.tags(t, repository); len(got) != 2 {
			t.Errorf("%s has %q", repository, got)
		}
	}
}

func TestWhatIsNotKnownDeletesNothing(t *testing.T) {
	b := start(t)
	b.push(t, folder, "old", 40, false)
	b.push(t, folder, "newest", 1, false)
	for _, tt := range []struct {
		name   string
		damage func()
		want   string
	}{
		{"an image that runs is missing", func() { *b.runs = running{function: "sha256:" + strings.Repeat("f", 64)} }, "pulumi up pushes it again"},
		{"the registry refuses", func() { b.manifests, _ = newManifests(b.manifests.host, "cxbridge/local", "guess") }, "registryPassword"},
		{"the stack is not up", func() { b.pruner.outputs = nil }, "pulumi up"},
		{"the owner is another one", func() { b.names.Owner = "somebody else" }, "owner somebody else"},
		{"nothing is to be kept", func() { b.Keep = 0 }, "newest"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			*b.runs = running{}
			b.outputs(t, map[string]string{function: b.newest(t)})
			b.Delete = true
			tt.damage()
			err := b.run(t.Context())
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "guess") {
				t.Errorf("err = %v", err)
			}
			if got := b.tags(t, folder); len(got) != 2 {
				t.Errorf("left are %q", got)
			}
		})
	}
}

// leaf turns a list into pages of one.
func leaf[T any](all []T, page *string) ([]T, *string) {
	at, _ := strconv.Atoi(text(page))
	if at+1 >= len(all) {
		return all[min(at, len(all)):], nil
	}
	return all[at : at+1], common.String(strconv.Itoa(at + 1))
}

// leaves is a registry whose lists are pages of one.
type leaves struct{ Registry }

func (l leaves) ListContainerRepositories(ctx context.Context, r artifacts.ListContainerRepositoriesRequest) (artifacts.ListContainerRepositoriesResponse, error) {
	page := r.Page
	r.Page = nil
	answer, err := l.Registry.ListContainerRepositories(ctx, r)
	answer.Items, answer.OpcNextPage = leaf(answer.Items, page)
	return answer, err
}

func (l leaves) ListContainerImages(ctx context.Context, r artifacts.ListContainerImagesRequest) (artifacts.ListContainerImagesResponse, error) {
	page := r.Page
	r.Page = nil
	answer, err := l.Registry.ListContainerImages(ctx, r)
	answer.Items, answer.OpcNextPage = leaf(answer.Items, page)
	return answer, err
}

func TestListsHavePages(t *testing.T) {
	b := start(t)
	b.create(t, "cxbridge-another/"+function, nil)
	b.create(t, "cxbridge-local/webhook-authorizer", map[string]string{"project": "cxbridge", "stack": "local", "owner": b.names.Owner})
	used := b.push(t, folder, "used", 50, false)
	b.push(t, folder, "old", 40, false)
	b.push(t, folder, "newest", 1, false)
	b.outputs(t, map[string]string{function: b.newest(t)})
	*b.runs = running{"a": used, function: used, "z": used} // of one repository, on one of three pages
	b.registry, b.Delete = leaves{b.registry}, true
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"newest", "used"}, b.tags(t, folder)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
}

// rollback is a registry where a function begins to use an image when another one has been deleted.
type rollback struct {
	Registry
	begin func(deleted string)
}

func (r rollback) DeleteContainerImage(ctx context.Context, request artifacts.DeleteContainerImageRequest) (artifacts.DeleteContainerImageResponse, error) {
	defer r.begin(*request.ImageId)
	return r.Registry.DeleteContainerImage(ctx, request)
}

func TestAnUpdateMeanwhileSavesWhatItUses(t *testing.T) {
	b := start(t)
	index, other := b.push(t, folder, "index", 30, true), b.push(t, folder, "other", 35, false)
	for days, tag := range []string{"newest", "b", "c", "d"} {
		b.push(t, folder, tag, days, false)
	}
	b.outputs(t, map[string]string{function: b.newest(t)})
	images, err := b.images(t.Context(), repository{name: folder, id: b.repositoryID(t)})
	if err != nil {
		t.Fatal(err)
	}
	b.registry, b.Delete = rollback{b.registry, func(deleted string) {
		*b.runs = running{function: index}
		for _, i := range images {
			if i.id == deleted && i.digest == index {
				*b.runs = running{function: other}
			}
		}
	}}, true
	if err := b.run(t.Context()); err == nil || !strings.Contains(err.Error(), "prune again when pulumi up is over") {
		t.Errorf("err = %v", err)
	}
	if tags := b.tags(t, folder); len(tags) != 5 {
		t.Errorf("left are %q, want all but one", tags)
	}
}

// stubborn is a registry that does not delete one image, and whose others are gone already.
type stubborn struct {
	Registry
	keeps string
}

func (s stubborn) DeleteContainerImage(ctx context.Context, r artifacts.DeleteContainerImageRequest) (artifacts.DeleteContainerImageResponse, error) {
	if *r.ImageId == s.keeps {
		return artifacts.DeleteContainerImageResponse{}, errors.New("may not")
	}
	if _, err := s.Registry.DeleteContainerImage(ctx, r); err != nil {
		return artifacts.DeleteContainerImageResponse{}, err
	}
	return s.Registry.DeleteContainerImage(ctx, r) // 404
}

func TestOneThatStaysDoesNotSaveOthers(t *testing.T) {
	b := start(t)
	for days, tag := range []string{"newest", "b", "c", "d"} {
		b.push(t, folder, tag, days, false)
	}
	b.outputs(t, map[string]string{function: b.newest(t)})
	images, err := b.images(t.Context(), repository{name: folder, id: b.repositoryID(t)})
	if err != nil {
		t.Fatal(err)
	}
	keeps := images[slices.IndexFunc(images, func(i image) bool { return i.version == "c" })].id
	b.registry, b.Delete = stubborn{b.registry, keeps}, true
	if err := b.run(t.Context()); err == nil || !strings.Contains(err.Error(), "may not") || !strings.Contains(err.Error(), "manage repos") {
		t.Errorf("err = %v", err)
	}
	if diff := cmp.Diff([]string{"c", "newest"}, b.tags(t, folder)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
}
