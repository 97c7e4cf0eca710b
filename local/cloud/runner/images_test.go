package runner

import (
	"archive/tar"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// forArchitecture is a runnable image that says it is for another machine.
func forArchitecture(t *testing.T, architecture string) v1.Image {
	t.Helper()
	image := imageOf(t, v1.Config{Entrypoint: []string{"/function"}}, program(binary))
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	config = config.DeepCopy()
	config.Architecture = architecture
	if image, err = mutate.ConfigFile(image, config); err != nil {
		t.Fatal(err)
	}
	return image
}

func TestUnpackStaysInside(t *testing.T) {
	file := func(name string) tar.Header { return tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644} }
	link := func(name, target string) tar.Header {
		return tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: target}
	}
	for _, tt := range []struct {
		name    string
		headers []tar.Header
		refused bool
	}{
		{"plain", []tar.Header{file("a/b")}, false},
		{"absolute", []tar.Header{file("/a")}, false},
		{"link inside", []tar.Header{file("a/b"), link("c", "a"), file("c/d")}, false},
		{"device", []tar.Header{{Typeflag: tar.TypeChar, Name: "null"}}, false},
		{"parent", []tar.Header{file("../a")}, true},
		{"parent in the middle", []tar.Header{file("a/../../b")}, true},
		{"through an absolute link", []tar.Header{link("out", "/tmp"), file("out/a")}, true},
		{"through a relative link", []tar.Header{link("out", "../.."), file("out/a")}, true},
		{"onto a link", []tar.Header{link("a", "../victim"), file("a")}, true},
		{"hard link out", []tar.Header{{Typeflag: tar.TypeLink, Name: "a", Linkname: "../victim"}}, true},
		{"hard link to nothing", []tar.Header{{Typeflag: tar.TypeLink, Name: "a", Linkname: "b"}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			outside := t.TempDir()
			inside := filepath.Join(outside, "root")
			os.Mkdir(inside, 0o755)
			os.WriteFile(filepath.Join(outside, "victim"), []byte("whole"), 0o644)
			root, err := os.OpenRoot(inside)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			if err := unpackTar(root, tarOf(t, tt.headers...), maxImageBytes); (err != nil) != tt.refused {
				t.Errorf("unpack: %v, want refused: %v", err, tt.refused)
			}
			if got := list(t, outside); !strings.HasPrefix(got, "root victim") || strings.Count(got, " ") != 1 {
				t.Errorf("outside there is now %s", got)
			}
			if got, _ := os.ReadFile(filepath.Join(outside, "victim")); string(got) != "whole" {
				t.Error("a file outside was changed")
			}
		})
	}
}

func tarOf(t *testing.T, headers ...tar.Header) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = 4
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			w.Write([]byte("text"))
		}
	}
	w.Close()
	return &b
}

func list(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestUnpackStopsAtTheBudget(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	two := tarOf(t, tar.Header{Typeflag: tar.TypeReg, Name: "a"}, tar.Header{Typeflag: tar.TypeReg, Name: "b"})
	if err := unpackTar(root, two, 7); err == nil || !strings.Contains(err.Error(), "larger") {
		t.Errorf("8 bytes into 7: %v", err)
	}
}

func TestUnpackDropsTheSetuidBit(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := unpackTar(root, tarOf(t, tar.Header{Typeflag: tar.TypeReg, Name: "a", Mode: 0o6777}), maxImageBytes); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "a"))
	if err != nil || info.Mode()&fs.ModeSetuid != 0 || info.Mode().Perm()&0o022 != 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// An entrypoint that is a link out of the image must not run.
func TestAnEntrypointOutsideTheImageIsRefused(t *testing.T) {
	link := entry{Header: tar.Header{Typeflag: tar.TypeSymlink, Name: "/function", Linkname: "/bin/true"}}
	b := newBench(t, func(o *Options) {
		o.Images = &source{image: imageOf(t, v1.Config{Entrypoint: []string{"/function"}}, link)}
	})
	if _, err := b.do(function(), ""); err == nil || !strings.Contains(err.Error(), "escapes") {
		t.Errorf("error %v", err)
	}
}

func TestUnpackedImagesSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, func(o *Options) { o.Dir = dir })
	digest, err := b.images.image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	f := function(func(f *Function) { f.ImageDigest = digest.String() })
	b.must(t, f, `{"do":"pid"}`)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := newBench(t, func(o *Options) { o.Dir = dir; o.Images = &source{err: os.ErrNotExist} })
	again.must(t, f, `{"do":"pid"}`)
}

func TestPruneKeepsWhatIsNamed(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, func(o *Options) { o.Dir = dir })
	digest, err := b.images.image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	f := function(func(f *Function) { f.ImageDigest = digest.String() })
	b.must(t, f, `{"do":"pid"}`)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	unpacked := filepath.Join(dir, "images")
	other := strings.Repeat("0", 64)
	for _, name := range []string{other, "new-1"} { // the second as if a pull were under way
		if err := os.Mkdir(filepath.Join(unpacked, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Prune([]string{digest.String()}); err != nil {
		t.Fatal(err)
	}
	if got, want := list(t, unpacked), digest.Hex+" new-1"; got != want {
		t.Errorf("left %s, want %s", got, want)
	}
	again := newBench(t, func(o *Options) { o.Dir = dir })
	if err := again.Prune(nil); err != nil {
		t.Fatal(err)
	}
	if got := list(t, unpacked); got != "" {
		t.Errorf("left %s, want nothing", got)
	}
	again.must(t, f, `{"do":"pid"}`)
	if again.images.asked != 1 {
		t.Errorf("the image was taken %d times, want once", again.images.asked)
	}
}

func TestARelativeFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	b := newBench(t, func(o *Options) {
		o.Dir = "state"
		o.Credentials = &issuer{clock: o.Clock}
	})
	b.must(t, function(), `{"do":"pid"}`)
}

func TestImagesThatCannotRun(t *testing.T) {
	entrypoint := v1.Config{Entrypoint: []string{"/function"}}
	script := program([]byte("echo hello"))
	plain := program(binary)
	plain.Mode = 0o644
	for _, tt := range []struct {
		name   string
		source *source
		code   string
		says   string
	}{
		{"not in the registry", &source{err: errors.New("no such tag")}, "FunctionInvokeImageNotAvailable", "no such tag"},
		{"no entrypoint", &source{image: imageOf(t, v1.Config{}, program(binary))}, "FunctionInvokeContainerInitFail", "absolute path"},
		{"entrypoint missing", &source{image: imageOf(t, entrypoint)}, "FunctionInvokeContainerInitFail", "/function"},
		{"not a program", &source{image: imageOf(t, entrypoint, script)}, "FunctionInvokeContainerInitFail", "statically linked"},
		{"not executable", &source{image: imageOf(t, entrypoint, plain)}, "FunctionInvokeContainerInitFail", "not an executable file"},
		{"other architecture", &source{image: forArchitecture(t, "s390x")}, "FunctionInvokeContainerInitFail", "linux/s390x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(o *Options) { o.Images = tt.source })
			_, err := b.do(function(), "")
			var e *Error
			if !errors.As(err, &e) || e.Status != 502 || e.Code != tt.code || !strings.Contains(e.Message, tt.says) {
				t.Errorf("error %v, want %s saying %q", err, tt.code, tt.says)
			}
		})
	}
}

func TestTheDigestPinsTheImage(t *testing.T) {
	b := newBench(t)
	digest, err := b.images.image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	pinned := function(func(f *Function) { f.ImageDigest = digest.String() })
	b.must(t, pinned, `{"do":"pid"}`)
	b.Retire(pinned.ID)
	b.must(t, pinned, `{"do":"pid"}`)
	if b.images.asked != 1 {
		t.Errorf("an unpacked digest was pulled %d times", b.images.asked)
	}
	refused := function(func(f *Function) { f.ImageDigest = "sha256:../../0" })
	var e *Error
	if _, err := b.do(refused, ""); !errors.As(err, &e) || e.Code != "FunctionInvokeImageNotAvailable" {
		t.Errorf("no digest: %v", err)
	}
}

// An index has another digest than the image in it that runs.
func TestTheDigestMayBeAnIndexes(t *testing.T) {
	b := newBench(t)
	index := strings.Repeat("1", 64)
	f := function(func(f *Function) { f.ImageDigest = "sha256:" + index })
	b.must(t, f, `{"do":"pid"}`)
	b.Retire(f.ID)
	b.must(t, f, `{"do":"pid"}`)
	if b.images.asked != 1 {
		t.Errorf("an unpacked index was pulled %d times", b.images.asked)
	}
	if got := list(t, filepath.Join(b.options.Dir, "images")); got != index {
		t.Errorf("unpacked are %s, want %s", got, index)
	}
}

func TestAnotherArchitectureDoesNotRunHere(t *testing.T) {
	b := newBench(t)
	digest, err := b.images.image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	f := function(func(f *Function) { f.ImageDigest = digest.String() })
	b.must(t, f, `{"do":"pid"}`)
	f.Architecture = "s390x" // although its image is unpacked
	var e *Error
	if _, err := b.do(f, ""); !errors.As(err, &e) || e.Status != 502 || !strings.Contains(e.Message, "this machine runs "+platform()) {
		t.Errorf("error %v", err)
	}
}
