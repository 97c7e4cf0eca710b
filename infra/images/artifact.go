package images

import (
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Artifact is what a tag stands for: an image (v1.Image), or an index of one image an architecture (v1.ImageIndex).
type Artifact interface {
	partial.Describable
	partial.WithRawManifest
}

// platform is an image with the architecture that it is for.
type platform struct {
	architecture string
	image        v1.Image
}

// combine makes one artifact of a function's images. The image for a single architecture stays as it is: OCI takes it
// for a shape of that architecture (OCI Functions: specifying compute architectures), and its digest does not change.
// Images and index are of one family, Docker's: registries and their tools know no mixture.
func combine(platforms []platform) Artifact {
	if len(platforms) == 1 {
		return platforms[0].image
	}
	index := mutate.IndexMediaType(empty.Index, types.DockerManifestList)
	for _, p := range platforms {
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        p.image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: p.architecture}},
		})
	}
	return index
}

// imagesOf are the images that an artifact consists of.
func imagesOf(artifact Artifact) ([]v1.Image, error) {
	index, ok := artifact.(v1.ImageIndex)
	if !ok {
		return []v1.Image{artifact.(v1.Image)}, nil
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	var images []v1.Image
	for _, child := range manifest.Manifests {
		image, err := index.Image(child.Digest)
		if err != nil {
			return nil, fmt.Errorf("reading the image %s of the index: %w", child.Digest, err)
		}
		images = append(images, image)
	}
	return images, nil
}

// tagOf is an artifact's tag: the beginning of its digest, so that a tag stands for one artifact forever.
func tagOf(digest v1.Hash) string { return digest.Hex[:12] }

// digestOf is an artifact's digest.
func digestOf(artifact Artifact) (v1.Hash, error) {
	digest, err := artifact.Digest()
	if err != nil {
		return v1.Hash{}, fmt.Errorf("computing the image's digest: %w", err)
	}
	return digest, nil
}
