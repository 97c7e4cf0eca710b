package prune

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// manifests reads what indexes consist of: the list of images does not tell.
type manifests struct {
	host   string
	puller *remote.Puller
}

func newManifests(host, user, password string) (manifests, error) {
	puller, err := remote.NewPuller(remote.WithAuth(&authn.Basic{Username: user, Password: password}))
	return manifests{host, puller}, err
}

// children are the digests of an index's images; an image has none.
func (m manifests) children(ctx context.Context, r repository, digest string) ([]string, error) {
	reference, err := name.NewDigest(m.host + "/" + r.namespace + "/" + r.name + "@" + digest)
	if err != nil {
		return nil, err
	}
	found, err := m.puller.Get(ctx, reference)
	if err != nil {
		return nil, fmt.Errorf("reading %s, which is kept: %w", reference, hint(err))
	}
	if !found.MediaType.IsIndex() {
		return nil, nil
	}
	index, err := found.ImageIndex()
	if err != nil {
		return nil, fmt.Errorf("reading the index %s: %w", reference, err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, fmt.Errorf("reading the index %s: %w", reference, err)
	}
	var parts []string
	for _, part := range manifest.Manifests {
		parts = append(parts, part.Digest.String())
	}
	return parts, nil
}

// hint adds what to do about a refusal.
func hint(err error) error {
	var answer *transport.Error
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w\nregistryUser and registryPassword are used to read it: scripts/stack doctor tries them", err)
	case http.StatusNotFound:
		return fmt.Errorf("%w\nnothing is deleted as long as an image is missing that is needed: pulumi up pushes it again", err)
	}
	return err
}
