package images_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/cenkalti/backoff/v5"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"golang.org/x/sync/errgroup"

	"github.com/cxbridge/cxbridge/infra/images"
)

func TestPush(t *testing.T) {
	s := serve(t, nil)
	artifacts := stock(t, s.host)
	if err := pusher(t).Push(t.Context(), artifacts); err != nil {
		t.Fatal(err)
	}
	for reference, artifact := range artifacts {
		if !s.whole(t, reference, artifact) {
			t.Errorf("%s is not there", reference)
		}
	}
	s.open(nil)
	if err := pusher(t).Push(t.Context(), artifacts); err != nil {
		t.Fatal(err)
	}
	if s.count("HEAD ") == 0 || s.count("P") != 0 {
		t.Errorf("what was there was pushed again: %q", s.requests)
	}
}

// Two updates of one stack, which its backend may not keep apart, push the same.
func TestSeveralMayPushTheSameAtOnce(t *testing.T) {
	s := serve(t, nil)
	artifacts := stock(t, s.host)
	var group errgroup.Group
	for range 4 {
		group.Go(func() error { return pusher(t).Push(t.Context(), artifacts) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for reference, artifact := range artifacts {
		if !s.whole(t, reference, artifact) {
			t.Errorf("%s is not there", reference)
		}
	}
}

// dead is a registry that went down after k requests: each connection breaks.
func dead(k int) func(http.ResponseWriter, *http.Request) bool {
	return func(http.ResponseWriter, *http.Request) bool {
		if k--; k < 0 {
			panic(http.ErrAbortHandler)
		}
		return false
	}
}

func TestAPushMayEndAtAnyRequest(t *testing.T) {
	for _, build := range []func(*testing.T) images.Artifact{
		func(t *testing.T) images.Artifact { return randomImage(t) },
		func(t *testing.T) images.Artifact { return randomIndex(t) },
	} {
		for k, done := 0, false; !done; k++ {
			s := serve(t, dead(k))
			artifact := build(t)
			reference := s.host + "/ns/dev/hello:0123456789ab"
			once := pusher(t)
			once.Backoff = &backoff.StopBackOff{}
			err := once.Push(t.Context(), map[string]images.Artifact{reference: artifact})
			done = err == nil

			s.open(nil)
			if there := s.whole(t, reference, artifact); done && !there {
				t.Fatalf("%T after %d requests: pushed, but not there", artifact, k)
			}
			if err := pusher(t).Push(t.Context(), map[string]images.Artifact{reference: artifact}); err != nil {
				t.Fatalf("%T after %d requests, pushed again: %v", artifact, k, err)
			}
			if !s.whole(t, reference, artifact) {
				t.Fatalf("%T after %d requests, pushed again: not there", artifact, k)
			}
			if k > 50 {
				t.Fatal("the push never ends")
			}
		}
	}
}

func TestEachRequestMayFailOnce(t *testing.T) {
	for _, status := range []int{http.StatusInternalServerError, http.StatusServiceUnavailable, http.StatusTooManyRequests} {
		seen := map[string]bool{}
		s := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
			request := r.Method + " " + strings.TrimRight(r.URL.Path, "0123456789") // uploads are numbered
			if seen[request] {
				return false
			}
			seen[request] = true
			return refuse(w, status, "UNKNOWN", "try again")
		})
		artifacts := stock(t, s.host)
		if err := pusher(t).Push(t.Context(), artifacts); err != nil {
			t.Fatalf("status %d: %v", status, err)
		}
		s.open(nil)
		for reference, artifact := range artifacts {
			if !s.whole(t, reference, artifact) {
				t.Errorf("status %d: %s is not there", status, reference)
			}
		}
	}
}

// OCIR is known to keep a manifest and yet answer 500.
func TestAManifestMayBeKeptInSpiteOfAnError(t *testing.T) {
	var s *shop
	kept := map[string]bool{}
	s = serve(t, func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || !strings.Contains(r.URL.Path, "/manifests/") || kept[r.URL.Path] {
			return false
		}
		kept[r.URL.Path] = true
		s.inner.ServeHTTP(discard{}, r)
		return refuse(w, http.StatusInternalServerError, "UNKNOWN", "something went wrong")
	})
	artifacts := stock(t, s.host)
	if err := pusher(t).Push(t.Context(), artifacts); err != nil {
		t.Fatal(err)
	}
	for reference, artifact := range artifacts {
		if !s.whole(t, reference, artifact) {
			t.Errorf("%s is not there", reference)
		}
	}
	if len(kept) != 4 || s.count("PUT /v2/ns/dev/index/manifests/") != 3 {
		t.Errorf("manifests that were there were put again: %q", s.requests)
	}
}

// discard is a response that nobody gets.
type discard struct{}

func (discard) Header() http.Header            { return http.Header{} }
func (discard) Write(text []byte) (int, error) { return len(text), nil }
func (discard) WriteHeader(int)                {}

func TestWhatIsMissingBelowATagIsBroughtAgain(t *testing.T) {
	s := serve(t, nil)
	artifacts := stock(t, s.host)
	if err := pusher(t).Push(t.Context(), artifacts); err != nil {
		t.Fatal(err)
	}
	for _, damage := range damages(t, artifacts) {
		s.lose(t, damage)
		if err := pusher(t).Push(t.Context(), artifacts); err != nil {
			t.Fatalf("without %s: %v", damage, err)
		}
		for reference, artifact := range artifacts {
			if !s.whole(t, reference, artifact) {
				t.Errorf("without %s: %s is not there", damage, reference)
			}
		}
	}
}

// damages are paths of all that the tags stand for: layers, configurations and the images of an index.
func damages(t *testing.T, artifacts map[string]images.Artifact) []string {
	t.Helper()
	var paths []string
	image := func(repository string, image v1.Image) {
		manifest, err := image.Manifest()
		if err != nil {
			t.Fatal(err)
		}
		for _, blob := range append(manifest.Layers, manifest.Config) {
			paths = append(paths, repository+"/blobs/"+blob.Digest.String())
		}
	}
	for reference, artifact := range artifacts {
		_, path, _ := strings.Cut(reference, "/")
		repository, _, _ := strings.Cut(path, ":")
		index, ok := artifact.(v1.ImageIndex)
		if !ok {
			image(repository, artifact.(v1.Image))
			continue
		}
		manifest, err := index.IndexManifest()
		if err != nil {
			t.Fatal(err)
		}
		for _, child := range manifest.Manifests {
			one, err := index.Image(child.Digest)
			if err != nil {
				t.Fatal(err)
			}
			image(repository, one)
			paths = append(paths, repository+"/manifests/"+child.Digest.String())
		}
	}
	return paths
}

func TestAnUpdateMayBeCancelledAtAnyRequest(t *testing.T) {
	for k, done := 0, false; !done; k++ {
		ctx, cancel := context.WithCancel(t.Context())
		left := k
		s := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
			if left--; left >= 0 {
				return false
			}
			cancel()
			return refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", "later")
		})
		artifacts := stock(t, s.host)
		done = pusher(t).Push(ctx, artifacts) == nil
		cancel()
		s.open(nil)
		if err := pusher(t).Push(t.Context(), artifacts); err != nil {
			t.Fatalf("after %d requests, pushed again: %v", k, err)
		}
		for reference, artifact := range artifacts {
			if !s.whole(t, reference, artifact) {
				t.Errorf("after %d requests, pushed again: %s is not there", k, reference)
			}
		}
		if k > 100 {
			t.Fatal("the push never ends")
		}
	}
}
