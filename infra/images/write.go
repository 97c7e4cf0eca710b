package images

import (
	"context"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// session writes to a registry that it is logged in to.
type session struct {
	puller *remote.Puller
	pusher *remote.Pusher
}

// write brings what is missing of an artifact, from below: what names something comes after it, so that the tag comes
// last. It looks below what is there, too. (remote.Push does not: a manifest that the registry has is whole for it. But
// a registry's clean-up may have taken a layer, or a person an image of an index.) announce is called when the tag is not
// there.
func (s *session) write(ctx context.Context, tag name.Tag, artifact Artifact, announce func()) error {
	there, err := s.has(ctx, tag, artifact)
	if err != nil {
		return err
	}
	if !there {
		announce()
	}
	images, err := imagesOf(artifact)
	if err != nil {
		return err
	}
	_, isIndex := artifact.(v1.ImageIndex)
	for _, image := range images {
		if err := s.blobs(ctx, tag.Repository, image); err != nil {
			return err
		}
		if !isIndex {
			continue // the image is written under its tag
		}
		if err := s.child(ctx, tag.Repository, image); err != nil {
			return err
		}
	}
	if there {
		return nil
	}
	return s.pusher.Put(ctx, tag, artifact)
}

// blobs uploads an image's layers and configuration, but for those that the repository has.
func (s *session) blobs(ctx context.Context, repository name.Repository, image v1.Image) error {
	blobs, err := image.Layers()
	if err != nil {
		return err
	}
	config, err := partial.ConfigLayer(image)
	if err != nil {
		return err
	}
	for _, blob := range append(blobs, config) {
		if err := s.pusher.Upload(ctx, repository, blob); err != nil {
			return err
		}
	}
	return nil
}

// child writes the manifest of an image of an index, which has no tag, unless it is there.
func (s *session) child(ctx context.Context, repository name.Repository, image v1.Image) error {
	digest, err := digestOf(image)
	if err != nil {
		return err
	}
	reference := repository.Digest(digest.String())
	if there, err := s.has(ctx, reference, image); err != nil || there {
		return err
	}
	return s.pusher.Put(ctx, reference, image)
}

// has says whether a reference is there and means the artifact. Whatever a registry has against being asked is no
// error: it will be against being written to, too, and then say why. (Answers to HEAD have no body.)
func (s *session) has(ctx context.Context, reference name.Reference, artifact Artifact) (bool, error) {
	want, err := digestOf(artifact)
	if err != nil {
		return false, err
	}
	got, err := s.puller.Head(ctx, reference)
	return err == nil && got.Digest == want, nil
}
