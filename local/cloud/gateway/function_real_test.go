package gateway

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// processes is an Invoker of real functions: fdk-go programs run by the runner.
type processes struct {
	*runner.Runner
	image v1.Image
}

func (p *processes) Image(context.Context, runner.Function) (v1.Image, error) { return p.image, nil }

func (p *processes) Invoke(ctx context.Context, _ Gateway, functionID string, c runner.Call) (*runner.Answer, error) {
	f := runner.Function{ID: functionID, Name: functionID, Timeout: time.Minute}
	if string(c.Body) == "sleep" {
		f.Timeout = 100 * time.Millisecond
	}
	return p.Runner.Invoke(ctx, f, c)
}

func newProcesses(tb testing.TB) *processes {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "function")
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "./testdata/function")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("build the test's function: %v\n%s", err, out)
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	p := &processes{image: imageOf(tb, binary)}
	switches := fidelity.Defaults()
	switches.FunctionInitPeriod = time.Minute // how fast this machine is must not decide
	if p.Runner, err = runner.New(runner.Options{Dir: tb.TempDir(), Images: p, Fidelity: switches}); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { p.Close() })
	return p
}

func imageOf(tb testing.TB, binary []byte) v1.Image {
	tb.Helper()
	var files bytes.Buffer
	w := tar.NewWriter(&files)
	w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "/function", Mode: 0o755, Size: int64(len(binary))})
	w.Write(binary)
	w.Close()
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files.Bytes())), nil })
	if err != nil {
		tb.Fatal(err)
	}
	config := v1.ConfigFile{OS: "linux", Architecture: runtime.GOARCH, Config: v1.Config{Entrypoint: []string{"/function"}}, RootFS: v1.RootFS{Type: "layers"}}
	image, err := mutate.ConfigFile(empty.Image, &config)
	if err == nil {
		image, err = mutate.AppendLayers(image, layer)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return image
}

// realSpec has an authorizer and a backend that are the same program.
const realSpec = `{"requestPolicies":{"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"authorizer",
	"parameters":{"secret":"request.headers[X-Secret]"}}},
	"routes":[{"path":"/f","backend":{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"backend"}}]}`

func TestRealFunctions(t *testing.T) {
	p := newProcesses(t)
	b := newBench(t, realSpec, func(o *Options) { o.Invoker = p; o.Clock = time.Now })
	do := func(command string, headers ...string) (int, http.Header, map[string]any) {
		w := b.send(request("POST", "/v1/f?a=b", command, append(headers, "X-Secret", "s", "Content-Type", "text/plain")...))
		var answer map[string]any
		json.Unmarshal(w.Body.Bytes(), &answer)
		return w.Code, w.Header(), answer
	}

	status, header, answer := do("describe", "Fn-Http-H-X-Real-Ip", "1.1.1.1", "Fn-Http-H-Fn-Http-H-X-Real-Ip", "1.1.1.1")
	if status != 201 || header.Get("X-Answer") != "yes" || header.Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, header %v, answer %v", status, header, answer)
	}
	if answer["url"] != "/v1/f?a=b" || answer["method"] != "POST" || answer["address"] != "192.0.2.1" || answer["callID"] != "CALL" {
		t.Errorf("the function saw %v", answer)
	}
	if w := b.send(request("POST", "/v1/f", "describe", "X-Secret", "wrong")); w.Code != 401 {
		t.Errorf("wrong secret: %d", w.Code)
	}
	for command, want := range map[string]int{"panic": 502, "exit": 502, "sleep": 504} {
		if status, _, _ := do(command); status != want {
			t.Errorf("%s: status %d, want %d", command, status, want)
		}
	}
	_, _, answer = do("describe")
	pid, _ := strconv.Atoi(answer["pid"].(string))
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := do("describe"); status != 201 {
		t.Errorf("after the function was killed: %d", status)
	}
}

// The gateway's and the runner's share of a warm request, authorizer cached.
func BenchmarkWarmRequest(b *testing.B) {
	p := newProcesses(b)
	bench := newBench(b, realSpec, func(o *Options) { o.Invoker = p; o.Clock = time.Now })
	send := func() int { return bench.send(request("POST", "/v1/f", "describe", "X-Secret", "s")).Code }
	send()
	for b.Loop() {
		if status := send(); status != 201 {
			b.Fatalf("status %d", status)
		}
	}
}

// The gateway's share alone.
func BenchmarkGateway(b *testing.B) {
	bench := newBench(b, realSpec)
	bench.functions.run["authorizer"], bench.functions.run["backend"] = says(`{"active":true}`), says(`{}`)
	for b.Loop() {
		bench.functions.calls = nil
		if status := bench.send(request("POST", "/v1/f", "hello", "X-Secret", "s")).Code; status != 200 {
			b.Fatalf("status %d", status)
		}
	}
}
