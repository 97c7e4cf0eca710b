package artifacts

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// listed are the images of a repository as its lists show them.
func (p *Plane) listed(repository string) []registry.Image {
	all := p.Registry.Images(repository)
	if p.Fidelity.IndexedImagesListed {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(i registry.Image) bool { return hidden(all, i) })
}

// hidden are images that are there for an index alone.
func hidden(all []registry.Image, i registry.Image) bool {
	return len(i.Tags) == 0 && indexOf(all, i.Digest) != ""
}

// indexOf is the digest of an index that names an image; none if there is none.
func indexOf(all []registry.Image, digest string) string {
	for _, index := range all {
		if slices.Contains(index.Children, digest) {
			return index.Digest
		}
	}
	return ""
}

// removeImage deletes an image for good: restoring one is not simulated.
func (p *Plane) removeImage(c *api.Call) (*api.Answer, error) {
	var image store.Document
	err := p.engine.Look(c.Context(), c, func(op *resource.Op) (err error) {
		image, err = p.image(op)
		return err
	})
	if err != nil {
		return nil, err
	}
	repository, digest := p.engine.Namespace+"/"+image.String("repositoryName"), image.String("digest")
	all := p.Registry.Images(repository)
	if index := indexOf(all, digest); index != "" && !p.Fidelity.IndexedImagesDeletable {
		return nil, api.Conflict("The image %s is part of %s. Delete that first.", digest, index)
	}
	for _, digest := range p.doomed(all, digest) {
		err := p.Registry.Remove(repository, digest)
		if errors.Is(err, fs.ErrNotExist) { // somebody else did so meanwhile
			return nil, api.NotFound("Container Image", c.Param("id"))
		}
		if err != nil {
			return nil, err
		}
	}
	return &api.Answer{}, nil
}

// doomed are an image and what goes with it: those that were there for it alone.
func (p *Plane) doomed(all []registry.Image, digest string) []string {
	out := []string{digest}
	if p.Fidelity.IndexedImagesListed {
		return out
	}
	rest := slices.DeleteFunc(slices.Clone(all), func(i registry.Image) bool { return i.Digest == digest })
	for _, i := range rest {
		if hidden(all, i) && indexOf(rest, i.Digest) == "" {
			out = append(out, i.Digest)
		}
	}
	return out
}
