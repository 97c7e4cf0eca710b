package registry

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"

	inner "github.com/google/go-containerregistry/pkg/registry"
)

// Options are what a Registry is made of.
type Options struct {
	Dir string // blobs and manifests; survives restarts
	// Authorize says whether user may read (or, with push, write) a repository,
	// named without registry host, for example cxbridge/stack/sms. An empty
	// repository asks only whether the credentials are good. ErrUnauthorized
	// becomes 401, any other error 403 with its text.
	Authorize func(user, password, repository string, push bool) error
}

// ErrUnauthorized is Authorize's word for credentials that are missing or wrong.
var ErrUnauthorized = errors.New("user name or auth token is wrong")

const (
	maxManifest = 4 << 20   // what the distribution specification asks registries to take
	maxBlob     = 512 << 20 // a bound for a local disk; OCIR's is 11 GB a layer
)

// Repository, tag and digest as the distribution specification spells them.
var (
	repositoryForm = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	tagForm        = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$`)
	digestForm     = regexp.MustCompile(`^sha256:[a-f0-9]{64}$`)
)

// Registry is an http.Handler for /v2/.
type Registry struct {
	authorize func(user, password, repository string, push bool) error
	store     *store
	blobs     http.Handler
}

// New opens the registry kept in Dir, making the folder if there is none.
func New(o Options) (*Registry, error) {
	if o.Dir == "" || o.Authorize == nil {
		return nil, errors.New("registry: Dir and Authorize are required")
	}
	s, err := openStore(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open registry in %s: %w", o.Dir, err)
	}
	return &Registry{
		authorize: o.Authorize,
		store:     s,
		blobs: inner.New(
			inner.WithBlobHandler(inner.NewDiskBlobHandler(filepath.Join(o.Dir, "blobs"))),
			inner.Logger(log.New(io.Discard, "", 0))),
	}, nil
}

// ServeHTTP answers the distribution API.
func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	t, ok := parseTarget(req.URL.Path)
	if !ok {
		fail(w, http.StatusNotFound, "NAME_INVALID", "no such address: "+req.URL.Path)
		return
	}
	if !r.admit(w, req, t.repository) {
		return
	}
	switch t.kind {
	case "":
		w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
		w.WriteHeader(http.StatusOK)
	case "blobs":
		req.Body = http.MaxBytesReader(w, req.Body, maxBlob)
		r.blobs.ServeHTTP(w, req)
	case "manifests":
		r.manifests(w, req, t.repository, t.reference)
	case "tags":
		r.tags(w, req, t.repository)
	}
}

// admit asks Authorize and answers for it when the answer is no.
func (r *Registry) admit(w http.ResponseWriter, req *http.Request, repository string) bool {
	user, password, ok := req.BasicAuth()
	push := req.Method != http.MethodGet && req.Method != http.MethodHead
	err := ErrUnauthorized
	if ok {
		err = r.authorize(user, password, repository, push)
	}
	switch {
	case err == nil:
		return true
	case errors.Is(err, ErrUnauthorized):
		w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		fail(w, http.StatusUnauthorized, "UNAUTHORIZED", err.Error())
	default:
		fail(w, http.StatusForbidden, "DENIED", err.Error())
	}
	return false
}

// target is what a path of the API speaks of. An empty kind is the base /v2/.
type target struct{ repository, kind, reference string }

func parseTarget(path string) (target, bool) {
	rest, ok := strings.CutPrefix(path, "/v2")
	if !ok {
		return target{}, false
	}
	if rest == "" || rest == "/" {
		return target{}, true
	}
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	for i := len(parts) - 1; i > 0 && i >= len(parts)-3; i-- {
		switch parts[i] {
		case "blobs", "manifests", "tags":
			t := target{strings.Join(parts[:i], "/"), parts[i], strings.Join(parts[i+1:], "/")}
			return t, t.reference != "" && repositoryForm.MatchString(t.repository)
		}
	}
	return target{}, false
}
