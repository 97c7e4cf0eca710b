package images

import (
	"fmt"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// user is who the program runs as. OCI Functions runs every container as this user, whatever the image says.
const user = "1000"

// assemble makes an image from nothing but the layer.
func assemble(layer v1.Layer) (v1.Image, error) {
	image, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{
		Architecture: "amd64",
		OS:           "linux",
		Created:      v1.Time{Time: time.Unix(0, 0).UTC()},
		Config:       v1.Config{Entrypoint: []string{programPath}, User: user},
		RootFS:       v1.RootFS{Type: "layers"},
	})
	if err != nil {
		return nil, err
	}
	return mutate.AppendLayers(image, layer)
}

// tagOf is an image's tag: the beginning of its digest, so that a tag stands for one image forever.
func tagOf(digest v1.Hash) string { return digest.Hex[:12] }

// digestOf is an image's digest, as text.
func digestOf(image v1.Image) (v1.Hash, error) {
	digest, err := image.Digest()
	if err != nil {
		return v1.Hash{}, fmt.Errorf("computing the image's digest: %w", err)
	}
	return digest, nil
}
