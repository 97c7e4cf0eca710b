package prune

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// repository is a container repository of the stack.
type repository struct{ id, namespace, name string }

// image is an image in a repository, or an index.
type image struct {
	id, repository, digest string
	version                string // its tag; an image of an index has none
	created                time.Time
	size                   int64 // in bytes, layers and manifest; of those that are to be deleted
}

// part is 1 for what may be an index's image, and 0 for what has a version.
func (i image) part() int {
	if i.version == "" {
		return 1
	}
	return 0
}

// repositories are those with the stack's tags.
func (p *pruner) repositories(ctx context.Context) ([]repository, error) {
	var found []repository
	for request := (artifacts.ListContainerRepositoriesRequest{CompartmentId: &p.compartment}); ; {
		answer, err := p.registry.ListContainerRepositories(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("listing the container repositories of %s: %w", p.compartment, target.Brief(err))
		}
		for _, r := range answer.Items {
			tags := r.FreeformTags
			if tags["project"] == p.names.Project && tags["stack"] == p.names.Name && tags["owner"] == p.names.Owner {
				found = append(found, repository{text(r.Id), text(r.Namespace), text(r.DisplayName)})
			}
		}
		if request.Page = answer.OpcNextPage; request.Page == nil {
			return found, nil
		}
	}
}

// images are all in a repository, but for those that are deleted already.
func (p *pruner) images(ctx context.Context, r repository) ([]image, error) {
	request := artifacts.ListContainerImagesRequest{
		CompartmentId: &p.compartment, RepositoryId: &r.id, LifecycleState: common.String(string(artifacts.ContainerImageLifecycleStateAvailable)),
	}
	for found := []image(nil); ; {
		answer, err := p.registry.ListContainerImages(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("listing the images of %s: %w", r.name, target.Brief(err))
		}
		for _, i := range answer.Items {
			if i.TimeCreated == nil {
				return nil, fmt.Errorf("listing the images of %s: %s has no time", r.name, text(i.Digest))
			}
			found = append(found, image{
				id: text(i.Id), repository: r.name, digest: text(i.Digest), version: text(i.Version), created: i.TimeCreated.Time,
			})
		}
		if request.Page = answer.OpcNextPage; request.Page == nil {
			return found, nil
		}
	}
}

// measure looks up the sizes of images, which lists leave out.
func (p *pruner) measure(ctx context.Context, images []image) error {
	for n := range images {
		i := &images[n]
		answer, err := p.registry.GetContainerImage(ctx, artifacts.GetContainerImageRequest{ImageId: &i.id})
		switch {
		case isGone(err):
		case err != nil:
			return fmt.Errorf("looking at the image %s of %s: %w", short(i.digest), i.repository, target.Brief(err))
		default:
			i.size = value(answer.LayersSizeInBytes) + int64(value(answer.ManifestSizeInBytes))
		}
	}
	return nil
}

// isGone says whether a service has no such thing, or no more.
func isGone(err error) bool {
	answer, ok := common.IsServiceError(err)
	return ok && answer.GetHTTPStatusCode() == http.StatusNotFound
}

func text(of *string) string { return value(of) }

func value[T any](of *T) (v T) {
	if of != nil {
		v = *of
	}
	return v
}
