package runner

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/uuid"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// binary is testdata/function, built once.
var binary []byte

func TestMain(m *testing.M) {
	code, err := build(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func build(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "runner-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "function"), "./testdata/function")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build the test's function: %v\n%s", err, out)
	}
	if binary, err = os.ReadFile(filepath.Join(dir, "function")); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// entry is one entry of a layer.
type entry struct {
	tar.Header
	content []byte
}

func program(content []byte) entry {
	return entry{tar.Header{Typeflag: tar.TypeReg, Name: "/function", Mode: 0o755}, content}
}

// imageOf makes a one-layer image for this machine.
func imageOf(tb testing.TB, config v1.Config, entries ...entry) v1.Image {
	tb.Helper()
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	for _, e := range entries {
		e.Size = int64(len(e.content))
		if err := w.WriteHeader(&e.Header); err != nil {
			tb.Fatal(err)
		}
		w.Write(e.content)
	}
	w.Close()
	l, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(layer.Bytes())), nil })
	if err != nil {
		tb.Fatal(err)
	}
	image, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{OS: "linux", Architecture: runtime.GOARCH, Config: config, RootFS: v1.RootFS{Type: "layers"}})
	if err != nil {
		tb.Fatal(err)
	}
	if image, err = mutate.AppendLayers(image, l); err != nil {
		tb.Fatal(err)
	}
	return image
}

// source is Images for one image, counting how often it is asked.
type source struct {
	image v1.Image
	err   error
	mu    sync.Mutex
	asked int
}

func (s *source) Image(context.Context, Function) (v1.Image, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.image, s.err
}

// bench is a runner with everything around it that tests look at.
type bench struct {
	*Runner
	images *source
	log    *lines
	now    *waittest.Clock
}

func newBench(tb testing.TB, change ...func(*Options)) *bench {
	tb.Helper()
	b := &bench{
		images: &source{image: imageOf(tb, v1.Config{Entrypoint: []string{"/function"}}, program(binary))},
		log:    &lines{}, now: waittest.NewClockAt(time.Now()),
	}
	o := Options{Dir: tb.TempDir(), Images: b.images, Log: b.log.add, Clock: b.now.Now, Fidelity: fidelity.Defaults()}
	o.Fidelity.FunctionInitPeriod = time.Minute // how fast this machine is must not decide
	for _, c := range change {
		c(&o)
	}
	r, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := r.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	b.Runner = r
	return b
}

func function(change ...func(*Function)) Function {
	f := Function{ID: "ocid1.fnfunc.oc1..f", Name: "f", ApplicationID: "ocid1.fnapp.oc1..a", ApplicationName: "a", Image: "registry/f:1"}
	for _, c := range change {
		c(&f)
	}
	return f
}

// do invokes f with a command of testdata/function.
func (b *bench) do(f Function, command string) (string, error) {
	answer, err := b.Invoke(context.Background(), f, Call{ID: uuid.NewString(), Body: []byte(command)})
	if err != nil {
		return "", err
	}
	return string(answer.Body), nil
}

func (b *bench) must(tb testing.TB, f Function, command string) string {
	tb.Helper()
	body, err := b.do(f, command)
	if err != nil {
		tb.Fatalf("%s: %v", command, err)
	}
	return body
}

type lines struct {
	mu  sync.Mutex
	all []LogLine
}

func (l *lines) add(line LogLine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, line)
}

func (l *lines) find(text string) (LogLine, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.all {
		if line.Text == text {
			return line, true
		}
	}
	return LogLine{}, false
}

// eventually polls, for what happens on its own but soon.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if holds() {
			return
		}
	}
	tb.Fatalf("after a minute still not so: %s", what)
}

// exists asks whether a process is there and not a mere zombie.
func exists(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}
