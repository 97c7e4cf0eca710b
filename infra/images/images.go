package images

import (
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/artifacts"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the images are and where they go.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
	// Build waits for the functions' images.
	Build func() (map[string]Artifact, error)
	// Push brings images to their references. A preview does not call it.
	Push func(ctx context.Context, byReference map[string]Artifact) error
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
	var ids []any
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
		i.images[function], ids = Image{Repository: repository}, append(ids, repository.ID())
	}
	registry, err := registryPath(ctx, args.Settings, pulumi.Parent(i))
	if err != nil {
		return nil, err
	}
	built, err := args.Build()
	if err != nil {
		return nil, err
	}
	byReference, references := map[string]Artifact{}, map[string]string{}
	for function, image := range i.images {
		digest, err := digestOf(built[function])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", function, err)
		}
		reference := registry + "/" + args.Stack.Repository(function) + ":" + tagOf(digest)
		byReference[reference], references[function] = built[function], reference
		image.Tag, image.Digest = pulumi.String(reference), pulumi.String(digest.String())
		i.images[function] = image
	}
	if !ctx.DryRun() {
		i.push(ctx, ids, references, func() error { return args.Push(ctx.Context(), byReference) })
	}
	return i, ctx.RegisterResourceOutputs(i, pulumi.Map{"digests": i.Digests()})
}

// push brings all images to the registry, when it has their repositories, and only then makes their references known.
func (i *Images) push(ctx *pulumi.Context, repositories []any, references map[string]string, push func() error) {
	pushed := pulumi.All(repositories...).ApplyT(func([]any) (map[string]string, error) {
		return references, push()
	}).(pulumi.StringMapOutput)
	for function, image := range i.images {
		image.Tag = pushed.MapIndex(pulumi.String(function))
		i.images[function] = image
	}
}
