package registry

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// manifest is one manifest as pushed, with what it names.
type manifest struct {
	raw       []byte
	digest    v1.Hash
	mediaType types.MediaType
	pushed    time.Time
	size      int64           // with config and layers
	blobs     []v1.Hash       // of an image
	children  []v1.Descriptor // of an index
}

// parseManifest takes image manifests and indexes, in OCI's form and Docker's.
// The media type may be absent from OCI's, in which case the content tells.
func parseManifest(raw []byte) (manifest, error) {
	m := manifest{raw: raw, size: int64(len(raw))}
	digest, _, err := v1.SHA256(bytes.NewReader(raw))
	if err != nil {
		return m, err
	}
	m.digest = digest
	if index, err := v1.ParseIndexManifest(bytes.NewReader(raw)); err == nil && len(index.Manifests) > 0 {
		m.mediaType, m.children = index.MediaType, index.Manifests
		if m.mediaType == "" {
			m.mediaType = types.OCIImageIndex
		}
		return m, checkDigests(index.Manifests)
	}
	image, err := v1.ParseManifest(bytes.NewReader(raw))
	if err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	m.mediaType = image.MediaType
	if m.mediaType == "" {
		m.mediaType = types.OCIManifestSchema1
	}
	named := append([]v1.Descriptor{image.Config}, image.Layers...)
	for _, d := range named {
		m.blobs = append(m.blobs, d.Digest)
		m.size += d.Size
	}
	return m, checkDigests(named)
}

// named are the digests of an index's manifests.
func (m manifest) named() (digests []string) {
	for _, d := range m.children {
		digests = append(digests, d.Digest.String())
	}
	return digests
}

// checkDigests keeps what becomes a file name to the one form there is.
func checkDigests(named []v1.Descriptor) error {
	for _, d := range named {
		if !digestForm.MatchString(d.Digest.String()) {
			return errors.New("manifest names " + d.Digest.String() + ", which is not a sha256 digest")
		}
	}
	return nil
}
