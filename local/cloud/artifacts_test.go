package cloud_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"
)

func (b *bench) artifacts(t testing.TB) artifacts.ArtifactsClient {
	t.Helper()
	client, err := artifacts.NewArtifactsClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func TestRepositoriesCountWhatTheRegistryHas(t *testing.T) {
	b := start(t)
	client := b.artifacts(t)
	repo := ok[artifacts.CreateContainerRepositoryResponse](t)(client.CreateContainerRepository(ctx, artifacts.CreateContainerRepositoryRequest{
		CreateContainerRepositoryDetails: artifacts.CreateContainerRepositoryDetails{CompartmentId: str(compartment), DisplayName: str("stack/sms")}}))
	if *repo.ImageCount != 0 || *repo.Namespace != "cxbridge" || repo.LifecycleState != artifacts.ContainerRepositoryLifecycleStateAvailable {
		t.Errorf("repository %v", repo.ContainerRepository)
	}
	_, err := client.CreateContainerRepository(ctx, artifacts.CreateContainerRepositoryRequest{
		CreateContainerRepositoryDetails: artifacts.CreateContainerRepositoryDetails{CompartmentId: str(compartment), DisplayName: str("stack/sms")}})
	refused(t, err, 409, "NAMESPACE_CONFLICT", "stack/sms")

	image, err := imageOf([]byte("#!/bin/sh"))
	if err != nil {
		t.Fatal(err)
	}
	b.push(t, "stack/sms", "v1", image)
	b.push(t, "stack/sms", "v2", image)
	got := ok[artifacts.GetContainerRepositoryResponse](t)(client.GetContainerRepository(ctx, artifacts.GetContainerRepositoryRequest{RepositoryId: repo.Id}))
	if *got.ImageCount != 1 || *got.LayersSizeInBytes == 0 || got.TimeLastPushed == nil {
		t.Errorf("repository %v after a push", got.ContainerRepository)
	}
	images := ok[artifacts.ListContainerImagesResponse](t)(client.ListContainerImages(ctx, artifacts.ListContainerImagesRequest{
		CompartmentId: str(compartment), RepositoryId: repo.Id})).Items
	digest, _ := image.Digest()
	if len(images) != 1 || *images[0].Digest != digest.String() || *images[0].Version != "v2" || *images[0].DisplayName != "stack/sms:v2" {
		t.Fatalf("images %v", images)
	}
	ok[artifacts.GetContainerImageResponse](t)(client.GetContainerImage(ctx, artifacts.GetContainerImageRequest{ImageId: images[0].Id}))
	if list := ok[artifacts.ListContainerRepositoriesResponse](t)(client.ListContainerRepositories(ctx, artifacts.ListContainerRepositoriesRequest{CompartmentId: str(compartment)})); *list.ImageCount != 1 || len(list.Items) != 1 {
		t.Errorf("repositories %v", list.ContainerRepositoryCollection)
	}

	ok[artifacts.DeleteContainerRepositoryResponse](t)(client.DeleteContainerRepository(ctx, artifacts.DeleteContainerRepositoryRequest{RepositoryId: repo.Id}))
	tag, _ := name.NewTag(strings.TrimPrefix(b.URL(), "http://")+"/cxbridge/stack/sms:v1", name.Insecure)
	if _, err := remote.Head(tag, remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"})); err == nil {
		t.Error("the image outlived its repository")
	}
}

// What is deleted is gone even if the cloud was killed before its images were.
func TestARepositoryBeginsWithoutImages(t *testing.T) {
	b := start(t)
	b.push(t, "stack/sms", "v1", ok[v1.Image](t)(imageOf([]byte("#!/bin/sh"))))
	client := b.artifacts(t)
	repositories := func() []artifacts.ContainerRepositorySummary {
		t.Helper()
		return ok[artifacts.ListContainerRepositoriesResponse](t)(client.ListContainerRepositories(ctx, artifacts.ListContainerRepositoriesRequest{
			CompartmentId: str(tenancy), CompartmentIdInSubtree: common.Bool(true)})).Items
	}
	images, kept := filepath.Join(b.options.Dir, "registry", "repositories"), filepath.Join(t.TempDir(), "kept")
	if err := os.CopyFS(kept, os.DirFS(images)); err != nil {
		t.Fatal(err)
	}
	ok[artifacts.DeleteContainerRepositoryResponse](t)(client.DeleteContainerRepository(ctx, artifacts.DeleteContainerRepositoryRequest{RepositoryId: repositories()[0].Id}))
	if err := os.CopyFS(images, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	ok[artifacts.CreateContainerRepositoryResponse](t)(client.CreateContainerRepository(ctx, artifacts.CreateContainerRepositoryRequest{
		CreateContainerRepositoryDetails: artifacts.CreateContainerRepositoryDetails{CompartmentId: str(compartment), DisplayName: str("stack/sms")}}))
	if all := repositories(); len(all) != 1 || *all[0].ImageCount != 0 {
		t.Errorf("repositories %v", all)
	}
}

func TestPushMakesAMissingRepositoryInTheRootCompartment(t *testing.T) {
	b := start(t)
	image, err := imageOf([]byte("#!/bin/sh"))
	if err != nil {
		t.Fatal(err)
	}
	b.push(t, "new", "v1", image)
	list := ok[artifacts.ListContainerRepositoriesResponse](t)(b.artifacts(t).ListContainerRepositories(ctx, artifacts.ListContainerRepositoriesRequest{CompartmentId: str(tenancy)})).Items
	if len(list) != 1 || *list[0].DisplayName != "new" || *list[0].ImageCount != 1 {
		t.Errorf("repositories %v", list)
	}
}

func TestWhoMayPush(t *testing.T) {
	b := start(t)
	for _, tt := range []struct {
		name, user, password, repository string
		want                             int
	}{
		{"the user", "cxbridge/local", "local-auth-token", "cxbridge/a", http.StatusAccepted},
		{"wrong password", "cxbridge/local", "local", "cxbridge/a", http.StatusUnauthorized},
		{"wrong user", "local", "local-auth-token", "cxbridge/a", http.StatusUnauthorized},
		{"another namespace", "cxbridge/local", "local-auth-token", "other/a", http.StatusForbidden},
		{"no repository's name", "cxbridge/local", "local-auth-token", "cxbridge", http.StatusForbidden},
	} {
		r, err := http.NewRequest("POST", b.URL()+"/v2/"+tt.repository+"/blobs/uploads/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(tt.user, tt.password)
		if response, body := send(t, r); response.StatusCode != tt.want {
			t.Errorf("%s: %d %s, want %d", tt.name, response.StatusCode, body, tt.want)
		}
	}
}
