package cloud_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/oracle/oci-go-sdk/v65/functions"
)

// functionImage is testdata/function as an image, built once.
var functionImage = sync.OnceValues(func() (v1.Image, error) {
	dir, err := os.MkdirTemp("", "cloud-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "function")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "./testdata/function")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the test's function: %v\n%s", err, out)
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return imageOf(binary)
})

// imageOf makes an image with one file, which it runs.
func imageOf(binary []byte) (v1.Image, error) {
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "function", Mode: 0o755, Size: int64(len(binary))}); err != nil {
		return nil, err
	}
	w.Write(binary)
	w.Close()
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(archive.Bytes())), nil })
	if err != nil {
		return nil, err
	}
	image, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{OS: "linux", Architecture: runtime.GOARCH,
		Config: v1.Config{Entrypoint: []string{"/function"}}, RootFS: v1.RootFS{Type: "layers"}})
	if err != nil {
		return nil, err
	}
	return mutate.AppendLayers(image, layer)
}

// push puts an image into the cloud's registry and returns its name there.
func (b *bench) push(t testing.TB, repository, tag string, image v1.Image) string {
	t.Helper()
	reference := strings.TrimPrefix(b.URL(), "http://") + "/cxbridge/" + repository + ":" + tag
	to, err := name.NewTag(reference, name.Insecure)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(to, image, remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"})); err != nil {
		t.Fatal(err)
	}
	return reference
}

func (b *bench) pushFunction(t testing.TB) string {
	t.Helper()
	image, err := functionImage()
	if err != nil {
		t.Fatal(err)
	}
	return b.push(t, "test/function", "v1", image)
}

// A restart leaves unpacked what functions have, and nothing else.
func TestUnpackedImagesGoWithTheirFunctions(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	unpacked := func() int {
		t.Helper()
		return len(ok[[]os.DirEntry](t)(os.ReadDir(filepath.Join(n.options.Dir, "functions", "images"))))
	}
	if _, _, err := n.invoke(t, f, "echo"); err != nil {
		t.Fatal(err)
	}
	n.restart(t)
	if unpacked() != 1 {
		t.Errorf("%d images are unpacked with one function", unpacked())
	}
	ok[functions.DeleteFunctionResponse](t)(n.functions(t).DeleteFunction(ctx, functions.DeleteFunctionRequest{FunctionId: f.Id}))
	n.restart(t)
	if unpacked() != 0 {
		t.Errorf("%d images are unpacked without a function", unpacked())
	}
}
