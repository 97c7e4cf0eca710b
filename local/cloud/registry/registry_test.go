package registry

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

const (
	user, password = "cxbridge/local", "local-auth-token"
	repository     = "cxbridge/stack/sms-to-incident"
)

// authorize knows one user and one repository.
func authorize(u, p, repo string, push bool) error {
	switch {
	case u != user || p != password:
		return ErrUnauthorized
	case repo != "" && repo != repository:
		return errors.New("repository " + repo + " does not exist: create it first")
	}
	return nil
}

// open serves the registry in dir and gives the reference of tag there.
func open(t *testing.T, dir string) (*Registry, func(reference string) name.Reference) {
	t.Helper()
	r, err := New(Options{Dir: dir, Authorize: authorize})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return r, func(reference string) name.Reference {
		ref, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://")+"/"+reference, name.Insecure)
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
}

func as(u, p string) remote.Option {
	return remote.WithAuth(&authn.Basic{Username: u, Password: p})
}

func randomImage(t *testing.T) (v1.Image, string) {
	t.Helper()
	image, err := random.Image(1024, 2)
	if err != nil {
		t.Fatal(err)
	}
	return image, digestOf(t, image)
}

func digestOf(t *testing.T, of interface{ Digest() (v1.Hash, error) }) string {
	t.Helper()
	h, err := of.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return h.String()
}

func TestPushedImagesSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	image, digest := randomImage(t)
	_, ref := open(t, dir)
	if err := remote.Write(ref(repository+":v1"), image, as(user, password)); err != nil {
		t.Fatal(err)
	}
	again, ref := open(t, dir)
	for _, reference := range []string{":v1", "@" + digest} {
		got, err := remote.Image(ref(repository+reference), as(user, password))
		if err != nil {
			t.Fatalf("pull %s: %v", reference, err)
		}
		if err := validate.Image(got); err != nil {
			t.Errorf("pull %s: %v", reference, err)
		}
		if d := digestOf(t, got); d != digest {
			t.Errorf("pull %s gave %s, want %s", reference, d, digest)
		}
	}
	for _, reference := range []string{"v1", digest} {
		got, err := again.Resolve(repository, reference)
		if err != nil {
			t.Fatalf("resolve %s: %v", reference, err)
		}
		if err := validate.Image(got); err != nil {
			t.Errorf("resolve %s: %v", reference, err)
		}
	}
	images := again.Images(repository)
	if len(images) != 1 || images[0].Digest != digest || !cmp.Equal(images[0].Tags, []string{"v1"}) || images[0].Size < 2048 || images[0].Pushed.IsZero() {
		t.Errorf("images are %+v", images)
	}
	tags, err := remote.List(ref(repository).Context(), as(user, password))
	if err != nil || !cmp.Equal(tags, []string{"v1"}) {
		t.Errorf("tags are %v, %v", tags, err)
	}
}

func TestWhoIsNotWelcome(t *testing.T) {
	_, ref := open(t, t.TempDir())
	image, _ := randomImage(t)
	for _, tt := range []struct {
		name   string
		where  string
		auth   remote.Option
		status int
	}{
		{"wrong password", repository, as(user, "guess"), http.StatusUnauthorized},
		{"anonymous", repository, remote.WithAuth(authn.Anonymous), http.StatusUnauthorized},
		{"unknown repository", "cxbridge/other", as(user, password), http.StatusForbidden},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := remote.Write(ref(tt.where+":v1"), image, tt.auth)
			var te *transport.Error
			if !errors.As(err, &te) || te.StatusCode != tt.status {
				t.Errorf("push: %v, want status %d", err, tt.status)
			}
		})
	}
}

func TestChallengeNamesBasic(t *testing.T) {
	r, _ := open(t, t.TempDir())
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v2/", nil))
	if got := w.Header().Get("WWW-Authenticate"); w.Code != http.StatusUnauthorized || !strings.HasPrefix(got, "Basic ") {
		t.Errorf("status %d, challenge %q", w.Code, got)
	}
}

func TestDeletedRepositoryIsEmptyAndItsBlobsGoAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	r, ref := open(t, dir)
	image, digest := randomImage(t)
	if err := remote.Write(ref(repository+":v1"), image, as(user, password)); err != nil {
		t.Fatal(err)
	}
	if err := r.Delete(repository); err != nil {
		t.Fatal(err)
	}
	if err := r.Delete(repository); err != nil {
		t.Errorf("deleting twice: %v", err)
	}
	if got := r.Images(repository); len(got) != 0 {
		t.Errorf("images after delete: %v", got)
	}
	if _, err := r.Resolve(repository, digest); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("resolve after delete: %v", err)
	}
	open(t, dir)
	if left := list(filepath.Join(dir, "blobs", "sha256")); len(left) != 0 {
		t.Errorf("blobs left: %v", left)
	}
}

func TestATagMovesAndADigestStays(t *testing.T) {
	r, ref := open(t, t.TempDir())
	first, firstDigest := randomImage(t)
	second, secondDigest := randomImage(t)
	for _, image := range []v1.Image{first, second} {
		if err := remote.Write(ref(repository+":latest"), image, as(user, password)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := r.Resolve(repository, "latest")
	if err != nil || digestOf(t, got) != secondDigest {
		t.Errorf("latest is %v, %v", got, err)
	}
	if _, err := r.Resolve(repository, firstDigest); err != nil {
		t.Errorf("the first image is gone: %v", err)
	}
	if err := remote.Delete(ref(repository+"@"+secondDigest), as(user, password)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Resolve(repository, "latest"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the tag of a deleted manifest: %v", err)
	}
}

func TestManifestsThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	r, _ := open(t, dir)
	absent := "sha256:" + strings.Repeat("0", 64)
	manifest := `{"schemaVersion":2,"config":{"digest":"` + absent + `"},"layers":[]}`
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"not JSON", "PUT", "/v2/" + repository + "/manifests/v1", "hello", 400},
		{"blob not pushed", "PUT", "/v2/" + repository + "/manifests/v1", manifest, 404},
		{"another's digest", "PUT", "/v2/" + repository + "/manifests/" + absent, manifest, 400},
		{"not a tag", "PUT", "/v2/" + repository + "/manifests/..", manifest, 400},
		{"climbing out", "GET", "/v2/../../etc/manifests/v1", "", 404},
		{"digest that is a path", "PUT", "/v2/" + repository + "/manifests/v1", strings.ReplaceAll(manifest, absent, "md5:../../x"), 400},
		{"unknown repository", "PUT", "/v2/cxbridge/other/manifests/v1", manifest, 403},
		{"unknown tag", "GET", "/v2/" + repository + "/manifests/nope", "", 404},
		{"unknown kind", "GET", "/v2/" + repository + "/secrets/v1", "", 404},
		{"wrong method", "POST", "/v2/" + repository + "/manifests/v1", "", 405},
		{"too large", "PUT", "/v2/" + repository + "/manifests/v1", strings.Repeat(" ", maxManifest+1), 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := httptest.NewRequest(tt.method, "/", strings.NewReader(tt.body))
			req.URL.Path = tt.path
			req.SetBasicAuth(user, password)
			w := httptest.NewRecorder()
			r.ServeHTTP(w, req)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d: %s", w.Code, tt.status, w.Body)
			}
		})
	}
	if got := list(filepath.Join(dir, "repositories")); len(got) != 0 {
		t.Errorf("refused manifests left %v", got)
	}
}

func TestOpenNamesTheFaultyFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Dir: file, Authorize: authorize}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("opening a file as a registry: %v", err)
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(`{"schemaVersion":2,"config":{"digest":"sha256:` + strings.Repeat("a", 64) + `"}}`))
	f.Add([]byte(`{"manifests":[{"digest":"sha256:` + strings.Repeat("b", 64) + `"}]}`))
	f.Add([]byte(`{"manifests":[{"digest":"md5:../x"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := parseManifest(raw)
		if err != nil {
			return
		}
		for _, h := range m.blobs {
			if filepath.Base(h.Hex) != h.Hex {
				t.Fatalf("digest %q would leave the folder", h)
			}
		}
	})
}

func FuzzParseTarget(f *testing.F) {
	f.Add("/v2/")
	f.Add("/v2/" + repository + "/manifests/v1")
	f.Add("/v2/" + repository + "/blobs/uploads/1")
	f.Add("/v2/../manifests/v1")
	f.Fuzz(func(t *testing.T, path string) {
		got, ok := parseTarget(path)
		if ok && got.kind != "" && !repositoryForm.MatchString(got.repository) {
			t.Fatalf("%q gives repository %q", path, got.repository)
		}
	})
}
