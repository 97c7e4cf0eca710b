package prune

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// Options say which images are looked at, and what happens to them.
type Options struct {
	Target *target.Target
	Stack  string
	Keep   int  // how many versions of each function are kept besides what runs; at least 1
	Delete bool // otherwise it is only said what would be deleted
	Out    io.Writer
	Now    time.Time // from which ages are told
}

// Run finds the images that are not needed, prints them and, if told so, deletes them.
func Run(ctx context.Context, o Options) error {
	p, err := connect(ctx, o)
	if err != nil {
		return err
	}
	return p.run(ctx)
}

// Registry are the operations of OCI Registry that are needed, as artifacts.ArtifactsClient
// has them.
type Registry interface {
	ListContainerRepositories(context.Context, artifacts.ListContainerRepositoriesRequest) (artifacts.ListContainerRepositoriesResponse, error)
	ListContainerImages(context.Context, artifacts.ListContainerImagesRequest) (artifacts.ListContainerImagesResponse, error)
	GetContainerImage(context.Context, artifacts.GetContainerImageRequest) (artifacts.GetContainerImageResponse, error)
	DeleteContainerImage(context.Context, artifacts.DeleteContainerImageRequest) (artifacts.DeleteContainerImageResponse, error)
}

// Functions lists functions, as functions.FunctionsManagementClient does.
type Functions interface {
	ListFunctions(context.Context, functions.ListFunctionsRequest) (functions.ListFunctionsResponse, error)
}

// pruner is a stack with what is needed to look at its images.
type pruner struct {
	Options
	names       names.Stack
	compartment string
	outputs     target.Outputs
	registry    Registry
	functions   Functions
	manifests   manifests
}

func (p *pruner) run(ctx context.Context) error {
	if p.Keep < 1 {
		return fmt.Errorf("%d versions cannot be kept: an image that was pushed and is not used yet is the newest one", p.Keep)
	}
	used, err := p.used(ctx)
	if err != nil {
		return err
	}
	repositories, err := p.repositories(ctx)
	if err != nil {
		return err
	}
	if len(repositories) == 0 {
		return fmt.Errorf("no container repository has the tags of the stack %s, owner %s among them: pulumi up gives them", p.Stack, p.names.Owner)
	}
	var all, doomed []image
	for _, r := range repositories {
		images, err := p.images(ctx, r)
		if err != nil {
			return err
		}
		kept, err := keep(images, used[r.name], p.Keep, func(digest string) ([]string, error) { return p.manifests.children(ctx, r, digest) })
		if err != nil {
			return err
		}
		for _, i := range images {
			if !kept[i.digest] {
				doomed = append(doomed, i)
			}
		}
		all = append(all, images...)
	}
	if err := p.measure(ctx, doomed); err != nil {
		return err
	}
	p.print(len(all), doomed)
	if !p.Delete {
		return nil
	}
	return p.remove(ctx, doomed)
}

// remove deletes images, indexes before what they consist of. One that cannot be deleted
// does not save the others, but a function that begins to use one does.
func (p *pruner) remove(ctx context.Context, doomed []image) error {
	var errs []error
	slices.SortStableFunc(doomed, func(a, b image) int { return a.part() - b.part() })
	for n, i := range doomed {
		if err := p.unused(ctx, doomed[n:]); err != nil {
			return errors.Join(append(errs, err)...)
		}
		_, err := p.registry.DeleteContainerImage(ctx, artifacts.DeleteContainerImageRequest{ImageId: &i.id})
		if err != nil && !isGone(err) {
			errs = append(errs, fmt.Errorf("deleting the image %s of %s: %w", short(i.digest), i.repository, target.Brief(err)))
			continue
		}
		fmt.Fprintf(p.Out, "deleted %s of %s\n", short(i.digest), i.repository)
	}
	if len(errs) > 0 {
		errs = append(errs, errors.New("the user needs manage repos in the stack's compartment; what is left is found again by the next prune"))
	}
	return errors.Join(errs...)
}
