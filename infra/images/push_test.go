package images_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// serve runs an in-memory registry behind a gate, which may answer in its place, and counts what is uploaded.
func serve(t *testing.T, gate func(w http.ResponseWriter, r *http.Request) bool) (host string, uploads *atomic.Int64) {
	t.Helper()
	inner := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	uploads = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if gate != nil && gate(w, r) {
			return
		}
		if r.Method == http.MethodPut {
			uploads.Add(1)
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), uploads
}

func pusher(t *testing.T) images.Pusher {
	return images.Pusher{
		User: "cxbridge/local", Password: "right", Backoff: &backoff.ZeroBackOff{},
		Log: func(text string) { t.Log(text) },
	}
}

func TestPush(t *testing.T) {
	host, uploads := serve(t, nil)
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	reference := host + "/ns/cxbridge-local/hello:0123456789ab"
	if err := pusher(t).Push(t.Context(), reference, image); err != nil {
		t.Fatal(err)
	}
	tag, err := name.NewTag(reference)
	if err != nil {
		t.Fatal(err)
	}
	there, err := remote.Head(tag)
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := image.Digest(); there.Digest != want {
		t.Errorf("the registry has %s, want %s", there.Digest, want)
	}
	before := uploads.Load()
	if err := pusher(t).Push(t.Context(), reference, image); err != nil {
		t.Fatal(err)
	}
	if before == 0 || uploads.Load() != before {
		t.Errorf("%d uploads at first, %d more for an image that is there", before, uploads.Load()-before)
	}
}

func TestPushWaitsForTheRepository(t *testing.T) {
	var asked atomic.Int64
	host, uploads := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/v2/" || asked.Add(1) > 6 {
			return false
		}
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"errors":[{"code":"NAME_UNKNOWN"}]}`)
		return true
	})
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := pusher(t).Push(t.Context(), host+"/ns/repo:tag", image); err != nil {
		t.Fatal(err)
	}
	if asked.Load() <= 6 || uploads.Load() == 0 {
		t.Errorf("asked %d times, %d uploads", asked.Load(), uploads.Load())
	}
}

func TestRefusedCredentialsFailAtOnce(t *testing.T) {
	var asked atomic.Int64
	host, _ := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
		asked.Add(1)
		if _, password, ok := r.BasicAuth(); ok && password == "right" {
			return false
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		w.WriteHeader(http.StatusUnauthorized)
		return true
	})
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := pusher(t)
	p.Password = "wrong-token"
	err = p.Push(t.Context(), host+"/ns/repo:tag", image)
	if err == nil || !strings.Contains(err.Error(), "registryPassword") {
		t.Errorf("got %v", err)
	}
	if strings.Contains(err.Error(), "wrong-token") {
		t.Errorf("the error gives the token away: %v", err)
	}
	if asked.Load() > 6 {
		t.Errorf("asked %d times", asked.Load())
	}
	p.Password = "right"
	if err := p.Push(t.Context(), host+"/ns/repo:tag", image); err != nil {
		t.Errorf("with the right token: %v", err)
	}
}

func TestPushStopsWhenTheUpdateIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	host, _ := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
		cancel()
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := pusher(t).Push(ctx, host+"/ns/repo:tag", image); err == nil {
		t.Error("pushed")
	}
}
