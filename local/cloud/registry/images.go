package registry

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Image is one manifest of a repository: an image's, or an index's.
type Image struct {
	Digest   string
	Tags     []string // the one pushed last at the end
	Size     int64    // of manifest, config and layers, in bytes; an index has its manifest alone
	Pushed   time.Time
	Children []string // digests that an index names
}

// Images are the manifests of a repository by digest. A repository that
// nothing was pushed to has none.
func (r *Registry) Images(repository string) []Image {
	r.store.mu.RLock()
	defer r.store.mu.RUnlock()
	tagged := map[string][]string{}
	tags, err := r.store.readTags(repository)
	if err != nil {
		return nil
	}
	slices.SortStableFunc(tags, func(a, b tag) int { return a.pushed.Compare(b.pushed) })
	for _, t := range tags {
		tagged[t.digest] = append(tagged[t.digest], t.name)
	}
	var images []Image
	for _, hex := range list(r.store.path(repository, "manifests")) {
		m, err := r.store.read(repository, "sha256:"+hex)
		if err != nil {
			continue // not a manifest, whatever someone put there
		}
		digest := m.digest.String()
		images = append(images, Image{digest, tagged[digest], m.size, m.pushed, m.named()})
	}
	return images
}

// Delete forgets a repository with its images. Deleting one that is not there
// is no error.
func (r *Registry) Delete(repository string) error {
	r.store.mu.Lock()
	defer r.store.mu.Unlock()
	if err := os.RemoveAll(r.store.path(repository)); err != nil {
		return fmt.Errorf("delete repository %s: %w", repository, err)
	}
	return nil
}

// Remove forgets a manifest by its digest, with the tags that name it. One that is not
// there is fs.ErrNotExist.
func (r *Registry) Remove(repository, digest string) error {
	if err := r.store.remove(repository, digest); err != nil {
		return fmt.Errorf("remove image %s of %s: %w", digest, repository, err)
	}
	return nil
}

// Resolve finds an image by tag or digest (sha256:…), without HTTP. Of an
// index it takes the image for this machine. What is not there is
// fs.ErrNotExist.
func (r *Registry) Resolve(repository, reference string) (v1.Image, error) {
	m, err := r.store.manifest(repository, reference)
	if err != nil {
		return nil, fmt.Errorf("image %s of %s: %w", reference, repository, err)
	}
	if m.children == nil {
		return partial.CompressedToImage(stored{r.store, m})
	}
	for _, d := range m.children {
		if p := d.Platform; p != nil && p.OS == "linux" && p.Architecture == runtime.GOARCH {
			return r.Resolve(repository, d.Digest.String())
		}
	}
	return nil, fmt.Errorf("image %s of %s has no part for linux/%s: build one for that architecture", reference, repository, runtime.GOARCH)
}

// stored is an image on disk; partial makes a v1.Image of it.
type stored struct {
	store *store
	manifest
}

func (i stored) MediaType() (types.MediaType, error) { return i.mediaType, nil }
func (i stored) RawManifest() ([]byte, error)        { return i.raw, nil }
func (i stored) RawConfigFile() ([]byte, error)      { return os.ReadFile(i.store.blob(i.blobs[0])) }

func (i stored) LayerByDigest(h v1.Hash) (partial.CompressedLayer, error) {
	parsed, err := partial.Manifest(i)
	if err != nil {
		return nil, err
	}
	for _, d := range append(parsed.Layers, parsed.Config) {
		if d.Digest == h {
			return layer{i.store.blob(h), d}, nil
		}
	}
	return nil, fmt.Errorf("layer %s is not in manifest %s", h, i.digest)
}

type layer struct {
	path       string
	descriptor v1.Descriptor
}

func (l layer) Digest() (v1.Hash, error)            { return l.descriptor.Digest, nil }
func (l layer) Size() (int64, error)                { return l.descriptor.Size, nil }
func (l layer) MediaType() (types.MediaType, error) { return l.descriptor.MediaType, nil }
func (l layer) Compressed() (io.ReadCloser, error)  { return os.Open(l.path) }
