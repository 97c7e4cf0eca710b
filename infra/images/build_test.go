package images_test

import (
	"archive/tar"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

var functions = []string{"bye", "hello"}

// module copies the tiny module to a folder of its own.
func module(t testing.TB) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("testdata/tiny")); err != nil {
		t.Fatal(err)
	}
	return root
}

func builder(t testing.TB, root string, architectures ...string) images.Builder {
	if architectures == nil {
		architectures = []string{"amd64"}
	}
	return images.Builder{
		Root: root, Cache: filepath.Join(root, ".cache"), Architectures: architectures, Log: func(text string) { t.Log(text) },
	}
}

// build builds the tiny module's functions, unless others are named.
func build(t testing.TB, b images.Builder, names ...string) map[string]images.Artifact {
	t.Helper()
	if names == nil {
		names = functions
	}
	built, err := b.Start(t.Context(), names)()
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func digests(t testing.TB, built map[string]images.Artifact) map[string]string {
	t.Helper()
	result := map[string]string{}
	for name, image := range built {
		digest, err := image.Digest()
		if err != nil {
			t.Fatal(err)
		}
		result[name] = digest.String()
	}
	return result
}

func TestSameCodeSameDigest(t *testing.T) {
	there := digests(t, build(t, builder(t, module(t))))
	here := digests(t, build(t, builder(t, module(t))))
	if diff := cmp.Diff(here, there); diff != "" {
		t.Errorf("two folders, two digests:\n%s", diff)
	}
	if len(here) != 2 || here["hello"] == here["bye"] {
		t.Errorf("digests %v", here)
	}
}

// What a person told go in the shell, or by go env -w, does not matter.
func TestEveryMachineHasTheSameDigest(t *testing.T) {
	want := digests(t, build(t, builder(t, module(t))))
	ways := map[string]string{"GOFLAGS": "-gcflags=-N", "GOEXPERIMENT": "nodwarf5,fieldtrack", "GOFIPS140": "latest", "GOAMD64": "v3", "CGO_ENABLED": "1"}
	for name, value := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if diff := cmp.Diff(want, digests(t, build(t, builder(t, module(t))))); diff != "" {
				t.Errorf("in the shell:\n%s", diff)
			}
			t.Setenv(name, "")
			file := filepath.Join(t.TempDir(), "env")
			if err := os.WriteFile(file, []byte(name+"="+value+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOENV", file)
			if diff := cmp.Diff(want, digests(t, build(t, builder(t, module(t))))); diff != "" {
				t.Errorf("by go env -w:\n%s", diff)
			}
		})
	}
}

func TestOnlyChangedCodeChangesItsDigest(t *testing.T) {
	root := module(t)
	b := builder(t, root)
	before := digests(t, build(t, b))
	edit(t, root, "A comment", "Another one")
	if diff := cmp.Diff(before, digests(t, build(t, b))); diff != "" {
		t.Errorf("a comment changed:\n%s", diff)
	}
	edit(t, root, `"hello"`, `"good morning"`)
	after := digests(t, build(t, b))
	if after["hello"] == before["hello"] || after["bye"] != before["bye"] {
		t.Errorf("the code of hello changed: before %v, after %v", before, after)
	}
	edit(t, root, `"good morning"`, `"hello"`)
	if diff := cmp.Diff(before, digests(t, build(t, b))); diff != "" {
		t.Errorf("the change was taken back:\n%s", diff)
	}
}

func edit(t *testing.T, root, from, to string) {
	t.Helper()
	path := filepath.Join(root, "functions", "hello", "main.go")
	code, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(code), from, to)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestImageHoldsTheProgramAlone(t *testing.T) {
	image := build(t, builder(t, module(t)))["hello"].(v1.Image)
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v1.Config{Entrypoint: []string{"/function"}, User: "1000"}, config.Config); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
	if config.OS != "linux" || config.Architecture != "amd64" || config.Created.Unix() != 0 {
		t.Errorf("%s/%s, created %s", config.OS, config.Architecture, config.Created)
	}
	path := filepath.Join(t.TempDir(), "function")
	header := writeProgram(t, image, path)
	if header.Name != "function" || header.Mode != 0o555 || header.Uid != 0 || header.ModTime.Unix() != 0 {
		t.Errorf("header %+v", header)
	}
	// It works with its build IDs cleared.
	if out, err := exec.Command(path).CombinedOutput(); err != nil || string(out) != "hello\n" {
		t.Errorf("the program says %q, %v", out, err)
	}
}

// writeProgram writes the program in an image to a file. It must be alone there.
func writeProgram(t *testing.T, image v1.Image, path string) *tar.Header {
	t.Helper()
	layers, err := image.Layers()
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	content, err := layers[0].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	archive := tar.NewReader(content)
	header, err := archive.Next()
	if err != nil {
		t.Fatal(err)
	}
	code, err := io.ReadAll(archive)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, code, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Next(); err != io.EOF {
		t.Errorf("more than the program: %v", err)
	}
	return header
}

func TestCompilerSpeaks(t *testing.T) {
	root := module(t)
	edit(t, root, `println("hello")`, `nothing()`)
	_, err := builder(t, root).Build(t.Context(), functions)
	if err == nil || !strings.Contains(err.Error(), "undefined: nothing") {
		t.Errorf("got %v", err)
	}
}

func TestBrokenCacheIsMadeAgain(t *testing.T) {
	b := builder(t, module(t))
	before := digests(t, build(t, b))
	for name, damage := range map[string]struct {
		files string
		do    func(path string) error
	}{
		"facts half written":  {"*.json", func(path string) error { return os.WriteFile(path, []byte(`{"dig`), 0o644) }},
		"layers half written": {"*.gz", func(path string) error { return os.Truncate(path, 100) }},
		"layers gone":         {"*.gz", os.Remove},
	} {
		paths, err := filepath.Glob(filepath.Join(b.Cache, "layers", damage.files))
		if err != nil || len(paths) != 2 {
			t.Fatalf("%v, %v", paths, err)
		}
		for _, path := range paths {
			if err := damage.do(path); err != nil {
				t.Fatal(err)
			}
		}
		again := build(t, b)
		if diff := cmp.Diff(before, digests(t, again)); diff != "" {
			t.Errorf("%s: digests (-before +after):\n%s", name, diff)
		}
		for function, image := range again {
			if err := validate.Image(image.(v1.Image)); err != nil {
				t.Errorf("%s: %s: %v", name, function, err)
			}
		}
	}
}

func TestLayersThatNobodyNeedsAreForgotten(t *testing.T) {
	root := module(t)
	b := builder(t, root)
	build(t, b)
	edit(t, root, `"hello"`, `"good morning"`)
	build(t, b)
	layers := func() []string {
		paths, err := filepath.Glob(filepath.Join(b.Cache, "layers", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return paths
	}
	before := layers()
	for _, path := range before {
		if err := os.Chtimes(path, time.Time{}, time.Now().AddDate(0, -2, 0)); err != nil {
			t.Fatal(err)
		}
	}
	for _, image := range build(t, b) {
		if err := validate.Image(image.(v1.Image)); err != nil {
			t.Error(err)
		}
	}
	if after := layers(); len(before) != 6 || len(after) != 4 {
		t.Errorf("of %q are left %q, want two layers and their facts", before, after)
	}
}
