package registry

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Found is what a tag or digest names.
type Found struct {
	Digest        string   // of an index, where it names one, not of one of its images
	Architectures []string // for which it has a linux image: amd64, arm64
}

// Inspect tells what a tag or digest names. What is not there is fs.ErrNotExist.
func (r *Registry) Inspect(repository, reference string) (Found, error) {
	m, err := r.store.manifest(repository, reference)
	if err != nil {
		return Found{}, fmt.Errorf("image %s of %s: %w", reference, repository, err)
	}
	found := Found{Digest: m.digest.String()}
	for _, p := range m.platforms(r.store) {
		if p.OS == "linux" && !slices.Contains(found.Architectures, p.Architecture) {
			found.Architectures = append(found.Architectures, p.Architecture)
		}
	}
	return found, nil
}

// platforms are what an index says of its images, or an image's configuration of it.
func (m manifest) platforms(s *store) (all []v1.Platform) {
	for _, d := range m.children {
		if d.Platform != nil {
			all = append(all, *d.Platform)
		}
	}
	if m.children != nil {
		return all
	}
	var config v1.Platform
	raw, err := os.ReadFile(s.blob(m.blobs[0]))
	if err != nil || json.Unmarshal(raw, &config) != nil {
		return nil // a configuration of another form, such as an artifact's, runs nowhere
	}
	return []v1.Platform{config}
}
