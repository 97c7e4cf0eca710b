//go:build engine

package enginetest

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
)

var warning = regexp.MustCompile(`(?i)\bwarning\b`)

// TestLife is a stack from its first preview to its end.
func TestLife(t *testing.T) {
	r := newRig(t)
	out := r.pulumi("preview")
	if warning.MatchString(out) {
		t.Errorf("the preview warns:\n%s", out)
	}
	if n := len(r.fake.Requests("")); n != 0 {
		t.Errorf("the preview made %d calls", n)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("preview", "--expect-no-changes")
	r.pulumi("refresh", "--yes", "--expect-no-changes")
	r.pulumi("preview", "--expect-no-changes")
	if got := r.pulumi("stack", "output", "endpoint"); strings.TrimSpace(got) != "https://gateway.example/" {
		t.Errorf("output %q", got)
	}
	if state := r.pulumi("stack", "export"); strings.Contains(state, "bm90LXRvLWJlLXNlZW4=") {
		t.Error("the state has the secret's content in the clear")
	}
	r.pulumi("destroy", "--yes")
	if n := r.fake.Count(); n != 0 {
		t.Errorf("%d things are left", n)
	}
	r.pulumi("up", "--yes", "--skip-preview")
}

// TestChange: what can be updated is, the rest is replaced; what depends on it
// follows.
func TestChange(t *testing.T) {
	r := newRig(t)
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("config", "set", "memory", "512")
	if out := r.pulumi("preview", "--diff"); !strings.Contains(out, "~ 1 to update") || !strings.Contains(out, `memoryInMbs: "256" => "512"`) {
		t.Errorf("preview:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	puts := r.fake.Requests(http.MethodPut)
	if len(puts) != 1 || puts[0].Body["memoryInMBs"] != 512.0 || len(puts[0].Body) != 1 {
		t.Errorf("puts: %v", puts)
	}
	r.pulumi("config", "set", "label", "other")
	if out := r.pulumi("preview"); !strings.Contains(out, "3 to replace") { // the VCN, its group, the group's rule
		t.Errorf("preview:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("preview", "--expect-no-changes")
}

// TestDrift: what was changed behind the stack's back is found and put right.
func TestDrift(t *testing.T) {
	r := newRig(t)
	r.pulumi("up", "--yes", "--skip-preview")
	function := path.Base(find(t, r.fake, http.MethodGet, "/functions/").Path)
	r.fake.Change(function, fakeoci.Object{"memoryInMBs": 1024})
	if out := r.pulumi("refresh", "--yes", "--diff"); !strings.Contains(out, `"256" => "1024"`) {
		t.Errorf("refresh:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	if put := find(t, r.fake, http.MethodPut, "/functions/"); put.Body["memoryInMBs"] != 256.0 {
		t.Errorf("put %v", put.Body)
	}
}

func find(t *testing.T, fake *fakeoci.Server, method, part string) fakeoci.Request {
	t.Helper()
	for _, r := range fake.Requests(method) {
		if strings.Contains(r.Path, part) {
			return r
		}
	}
	t.Fatalf("there was no %s …%s", method, part)
	return fakeoci.Request{}
}

// TestWrongInput: the engine names the resource and the property.
func TestWrongInput(t *testing.T) {
	r := newRig(t)
	r.pulumi("config", "set", "wrong", "cidrBlok")
	out, err := r.try("preview")
	if err == nil {
		t.Error("the preview passed")
	}
	for _, part := range []string{"wrong", "unknown property cidrBlok; did you mean cidrBlock?", "missing required property compartmentId"} {
		if !strings.Contains(out, part) {
			t.Errorf("the preview does not say %q:\n%s", part, out)
		}
	}
}

// TestResume: a resource whose creation was cut short is not made twice.
func TestResume(t *testing.T) {
	r := newRig(t)
	var cut atomic.Bool
	cut.Store(true)
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if cut.Load() && request.Method == http.MethodGet && strings.Contains(request.Path, "/vaults/") {
			return http.StatusForbidden, fakeoci.Object{"code": "Forbidden", "message": "not now"}
		}
		return 0, nil
	}
	if out, err := r.try("up", "--yes", "--skip-preview"); err == nil || !strings.Contains(out, "403 Forbidden: not now") {
		t.Errorf("up: %v\n%s", err, out)
	}
	cut.Store(false)
	r.pulumi("up", "--yes", "--skip-preview")
	made := 0
	for _, post := range r.fake.Requests(http.MethodPost) {
		if strings.HasSuffix(post.Path, "/vaults") {
			made++
		}
	}
	if made != 1 {
		t.Errorf("%d vaults were made", made)
	}
	r.pulumi("preview", "--expect-no-changes")
}

// TestImport: a resource that is there comes under the stack.
func TestImport(t *testing.T) {
	r := newRig(t)
	r.pulumi("up", "--yes", "--skip-preview")
	vcn := path.Base(find(t, r.fake, http.MethodGet, "/vcns/").Path)
	r.pulumi("stack", "init", "second")
	r.pulumi("import", "oci:Core/vcn:Vcn", "net", vcn, "--yes", "--generate-code=false", "--skip-preview", "--protect=false")
	if out := r.pulumi("stack", "export"); !strings.Contains(out, vcn) {
		t.Error("the state does not have the VCN")
	}
}
