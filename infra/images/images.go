package images

import (
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/artifacts"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the images are and where they go.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
	// Build waits for the functions' images.
	Build func() (map[string]v1.Image, error)
	// Push brings an image to a reference. A preview does not call it.
	Push func(ctx context.Context, reference string, image v1.Image) error
}

// Images are the functions' images with their repositories.
type Images struct {
	pulumi.ResourceState

	images map[string]Image
}

// Image is a function's image in its repository.
type Image struct {
	Repository *artifacts.ContainerRepository
	// Tag is the whole reference. It is known in a preview; on up, it is known when the image is there.
	Tag    pulumi.StringInput
	Digest pulumi.String
}

// Of is the image of a function.
func (i *Images) Of(function string) Image { return i.images[function] }

// Digests are the images' digests, by function.
func (i *Images) Digests() pulumi.StringMap {
	digests := pulumi.StringMap{}
	for function, image := range i.images {
		digests[function] = image.Digest
	}
	return digests
}

// New builds the repositories and pushes the images.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Images, error) {
	i := &Images{images: map[string]Image{}}
	if err := ctx.RegisterComponentResource("cxbridge:images:Images", name, i, opts...); err != nil {
		return nil, err
	}
	for _, function := range args.Settings.Functions() {
		// The repository is made before the push: a registry that makes one itself puts it into the root compartment.
		repository, err := artifacts.NewContainerRepository(ctx, function, &artifacts.ContainerRepositoryArgs{
			CompartmentId: pulumi.String(args.Settings.CompartmentID),
			DisplayName:   pulumi.String(args.Stack.Repository(function)),
			IsPublic:      pulumi.Bool(false),
			FreeformTags:  args.Stack.Tags(),
		}, pulumi.Parent(i))
		if err != nil {
			return nil, fmt.Errorf("building the container repository of %s: %w", function, err)
		}
		i.images[function] = Image{Repository: repository}
	}
	registry, err := registryPath(ctx, args.Settings, pulumi.Parent(i))
	if err != nil {
		return nil, err
	}
	built, err := args.Build()
	if err != nil {
		return nil, err
	}
	for function, image := range i.images {
		if i.images[function], err = place(ctx, args, image.Repository, registry+"/"+args.Stack.Repository(function), built[function]); err != nil {
			return nil, err
		}
	}
	return i, ctx.RegisterResourceOutputs(i, pulumi.Map{"digests": i.Digests()})
}

// place says where an image is, once it is there.
func place(
	ctx *pulumi.Context, args Args, repository *artifacts.ContainerRepository, path string, image v1.Image,
) (Image, error) {
	digest, err := digestOf(image)
	if err != nil {
		return Image{}, fmt.Errorf("%s: %w", path, err)
	}
	reference := path + ":" + tagOf(digest)
	placed := Image{Repository: repository, Tag: pulumi.String(reference), Digest: pulumi.String(digest.String())}
	if !ctx.DryRun() {
		placed.Tag = repository.ID().ApplyT(func(pulumi.ID) (string, error) {
			return reference, args.Push(ctx.Context(), reference, image)
		}).(pulumi.StringOutput)
	}
	return placed, nil
}
