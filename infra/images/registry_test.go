package images_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// shop is a registry in memory behind a gate.
type shop struct {
	host  string
	inner http.Handler
	blobs registry.BlobHandler
	// gate may answer in the registry's place. It is called for one request at a time, as a test's.
	gate func(w http.ResponseWriter, r *http.Request) bool

	mutex    sync.Mutex
	requests []string // method and path
}

func serve(t *testing.T, gate func(w http.ResponseWriter, r *http.Request) bool) *shop {
	t.Helper()
	s := &shop{blobs: registry.NewInMemoryBlobHandler(), gate: gate}
	s.inner = registry.New(registry.WithBlobHandler(s.blobs), registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.host = strings.TrimPrefix(server.URL, "http://")
	return s
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.answered(w, r) {
		s.inner.ServeHTTP(w, r)
	}
}

func (s *shop) answered(w http.ResponseWriter, r *http.Request) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	return s.gate != nil && s.gate(w, r)
}

// open replaces the gate and forgets the requests that there were.
func (s *shop) open(gate func(w http.ResponseWriter, r *http.Request) bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.gate, s.requests = gate, nil
}

// count counts the requests that begin with a text.
func (s *shop) count(prefix string) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	n := 0
	for _, request := range s.requests {
		if strings.HasPrefix(request, prefix) {
			n++
		}
	}
	return n
}

// whole pulls what a reference means and checks all of it. It says false when the reference is not there.
func (s *shop) whole(t *testing.T, reference string, want images.Artifact) bool {
	t.Helper()
	tag, err := name.NewTag(reference)
	if err != nil {
		t.Fatal(err)
	}
	got, err := remote.Get(tag)
	if err != nil {
		return false
	}
	if digest, _ := want.Digest(); got.Digest != digest {
		t.Errorf("%s is %s, want %s", reference, got.Digest, digest)
	}
	if !got.MediaType.IsIndex() {
		image, err := got.Image()
		if err != nil {
			t.Fatal(err)
		}
		if err := validate.Image(image); err != nil {
			t.Errorf("%s: %v", reference, err)
		}
		return true
	}
	index, err := got.ImageIndex()
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Index(index); err != nil {
		t.Errorf("%s: %v", reference, err)
	}
	for _, architecture := range []string{"amd64", "arm64"} {
		image, err := remote.Image(tag, remote.WithPlatform(v1.Platform{OS: "linux", Architecture: architecture}))
		if err != nil {
			t.Fatalf("%s for %s: %v", reference, architecture, err)
		}
		if err := validate.Image(image); err != nil {
			t.Errorf("%s for %s: %v", reference, architecture, err)
		}
	}
	return true
}

func pusher(t *testing.T) images.Pusher {
	return images.Pusher{
		User: "ns/user", Password: "right-token", Backoff: &backoff.ZeroBackOff{}, Log: func(text string) { t.Log(text) },
	}
}

func randomImage(t *testing.T) v1.Image {
	t.Helper()
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func randomIndex(t *testing.T) v1.ImageIndex {
	t.Helper()
	index := mutate.IndexMediaType(empty.Index, types.DockerManifestList)
	for _, architecture := range []string{"amd64", "arm64"} {
		image := randomImage(t)
		config, err := image.ConfigFile()
		if err != nil {
			t.Fatal(err)
		}
		config = config.DeepCopy()
		config.OS, config.Architecture = "linux", architecture
		if image, err = mutate.ConfigFile(image, config); err != nil {
			t.Fatal(err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: architecture}},
		})
	}
	return index
}

// stock is an image and an index, with where they go.
func stock(t *testing.T, host string) map[string]images.Artifact {
	return map[string]images.Artifact{
		host + "/ns/dev/plain:0123456789ab": randomImage(t),
		host + "/ns/dev/index:0123456789ab": randomIndex(t),
	}
}

// refuse answers in the form of a registry.
func refuse(w http.ResponseWriter, status int, code, message string) bool {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"errors":[{"code":%q,"message":%q}]}`, code, message)
	return true
}

// lose makes the registry lose a blob or a manifest.
func (s *shop) lose(t *testing.T, path string) {
	t.Helper()
	answer := httptest.NewRecorder()
	s.inner.ServeHTTP(answer, httptest.NewRequest(http.MethodDelete, "/v2/"+path, nil))
	if answer.Code != http.StatusAccepted {
		t.Fatalf("losing %s: %d %s", path, answer.Code, answer.Body)
	}
}

// times gives up after some tries.
type times struct{ left atomic.Int64 }

func tries(n int64) *times {
	t := &times{}
	t.left.Store(n)
	return t
}

func (t *times) Reset() {}

func (t *times) NextBackOff() time.Duration {
	if t.left.Add(-1) < 0 {
		return backoff.Stop
	}
	return 0
}
