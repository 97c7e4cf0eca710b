package registry

import (
	"errors"
	"net/http"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Options are what a Registry is made of.
type Options struct {
	Dir string // blobs and manifests; survives restarts
	// Authorize says whether user may read (or, with push, write) a repository,
	// named without registry host, for example cxbridge/stack/sms. An empty
	// repository asks only whether the credentials are good. ErrUnauthorized
	// becomes 401, any other error 403 with its text.
	Authorize func(user, password, repository string, push bool) error
	Clock     func() time.Time // nil: time.Now
}

// ErrUnauthorized is Authorize's word for credentials that are missing or wrong.
var ErrUnauthorized = errors.New("unauthorized")

// Image is one manifest of a repository.
type Image struct {
	Digest string
	Tags   []string
	Size   int64 // of manifest, config and layers, in bytes
	Pushed time.Time
}

// Registry is an http.Handler for /v2/.
type Registry struct{ options Options }

// New opens the registry kept in Dir.
func New(o Options) (*Registry, error) { return &Registry{options: o}, nil }

func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	http.Error(w, "not written yet", http.StatusNotImplemented)
}

// Delete forgets a repository and its images.
func (r *Registry) Delete(repository string) error { return nil }

// Images are the manifests of a repository.
func (r *Registry) Images(repository string) []Image { return nil }

// Resolve finds an image by tag or digest.
func (r *Registry) Resolve(repository, reference string) (v1.Image, error) {
	return nil, errors.New("registry: not written yet")
}
