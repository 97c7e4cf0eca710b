//go:build engine

package enginetest

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
)

// secrets are settings of the program.
var secrets = map[string]string{
	"password": cxiftest.Password, "clientSecret": "client-secret-of-the-listener", "listenerPassword": "password-of-the-listener",
}

// holdsNone fails the test if a text holds a secret in the clear.
func holdsNone(t *testing.T, what, text string) {
	t.Helper()
	for name, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows %s in the clear", what, name)
		}
	}
}

// newListeners is a project whose program makes listeners, with the plugin in a folder, and the application they are at.
func newListeners(t *testing.T, plugin string) (*rig, *cxiftest.Application) {
	r, application := newRigOf(t, "listeners", "plugins: {providers: [{name: cxif, path: "+plugin+"}]}\n"), cxiftest.New(t)
	r.pulumi("config", "set", "endpoint", application.URL)
	for name, secret := range secrets {
		r.pulumi("config", "set", "--secret", name, secret)
	}
	r.pulumi("config", "set", "query", `(/eventType eq "a")`)
	return r, application
}

// builtPlugin is the folder that Pulumi.yaml names, with the plugin compiled.
func builtPlugin(t *testing.T) string {
	folder := filepath.Join(findCheckout(t).Root, "infra", "cxif", "pulumi-resource-cxif")
	if _, err := os.Stat(filepath.Join(folder, "pulumi-resource-cxif")); err != nil {
		t.Fatalf("%v: build it first (scripts/local up)", err)
	}
	return folder
}

// sourcePlugin is a folder with the plugin's source alone. It lies in the module, where the go command can build it.
func sourcePlugin(t *testing.T) string {
	c := findCheckout(t)
	folder, err := os.MkdirTemp(filepath.Join(c.Root, ".cxbridge"), "enginetest-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	source := filepath.Join(c.Root, "infra", "cxif", "pulumi-resource-cxif")
	for _, name := range []string{"main.go", "renew.go", "PulumiPlugin.yaml"} {
		content, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestListeners is a stack of listeners from its first preview to its end.
func TestListeners(t *testing.T) {
	r, application := newListeners(t, builtPlugin(t))
	out := r.pulumi("preview")
	if warning.MatchString(out) {
		t.Errorf("the preview warns:\n%s", out)
	}
	if n := len(application.Requests("")); n != 0 {
		t.Errorf("the preview made %d calls", n)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	r.pulumi("preview", "--expect-no-changes")
	r.pulumi("refresh", "--yes", "--expect-no-changes")
	r.pulumi("preview", "--expect-no-changes")
	holdsNone(t, "the state", r.pulumi("stack", "export"))

	r.pulumi("config", "set", "query", `(/eventType eq "b")`)
	if out := r.pulumi("preview", "--diff"); !strings.Contains(out, "~ 1 to update") || !strings.Contains(out, `~ query: "(/eventType eq \"a\")" => "(/eventType eq \"b\")"`) {
		t.Errorf("preview:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	patches := application.Requests(http.MethodPatch) // the first gave the subscription its credentials
	if len(patches) != 2 || patches[1].Body != `[{"value":"(/eventType eq \"b\")","op":"replace","path":"/affiliated-apis/0/query"}]` {
		t.Errorf("patches: %v", patches)
	}
	r.pulumi("destroy", "--yes")
	if left := application.Registrations(); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

// TestListenersSecrets: secrets are shown by no diff and no error, not even when they change, or when the application quotes
// them. (The engine's own log, with -v=7 and more, is another matter: it holds what passes through the engine.)
func TestListenersSecrets(t *testing.T) {
	r, application := newListeners(t, builtPlugin(t))
	for _, args := range [][]string{
		{"preview", "--diff"}, {"up", "--yes", "--skip-preview", "--diff"}, {"refresh", "--yes", "--diff"},
	} {
		holdsNone(t, args[0], r.pulumi(append(args, "--debug")...))
	}
	r.pulumi("config", "set", "--secret", "clientSecret", "another-secret")
	out := r.pulumi("preview", "--diff")
	if !strings.Contains(out, "~ clientSecret: [secret] => [secret]") || strings.Contains(out, "another-secret") {
		t.Errorf("preview:\n%s", out)
	}
	holdsNone(t, "the diff of a change", out)
	application.Fail(http.MethodPatch, cxiftest.Fault{Status: http.StatusBadRequest, Body: `{"code":"1","reason":"another-secret is too short"}`})
	out, err := r.try("up", "--yes", "--skip-preview")
	if err == nil || !strings.Contains(out, "[secret] is too short") || strings.Contains(out, "another-secret") {
		t.Errorf("up: %v\n%s", err, out)
	}
	r.pulumi("destroy", "--yes")
}

// TestListenersRemoved: what was removed behind the stack's back is made again.
func TestListenersRemoved(t *testing.T) {
	r, application := newListeners(t, builtPlugin(t))
	r.pulumi("up", "--yes", "--skip-preview")
	application.Put(strings.TrimSpace(r.pulumi("stack", "output", "registration")), nil)
	if out := r.pulumi("refresh", "--yes"); !strings.Contains(out, "- 1 deleted") {
		t.Errorf("refresh:\n%s", out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	if n := len(application.Registrations()); n != 2 {
		t.Errorf("there are %d registrations", n)
	}
}

// TestListenerUnfinished: a subscription that got no credentials is completed by the next update, not made again.
func TestListenerUnfinished(t *testing.T) {
	r, application := newListeners(t, builtPlugin(t))
	application.Fail(http.MethodPatch, cxiftest.Fault{Status: http.StatusBadRequest})
	if out, err := r.try("up", "--yes", "--skip-preview"); err == nil || !strings.Contains(out, "has no credentials yet") {
		t.Errorf("up: %v\n%s", err, out)
	}
	r.pulumi("up", "--yes", "--skip-preview")
	if n := len(application.Registrations()); n != 2 {
		t.Errorf("there are %d registrations", n)
	}
	r.pulumi("preview", "--expect-no-changes")
}

// TestListenersImport: what is there already comes under a stack that has no program for it, by the provider that the stack's
// settings describe; and goes with that stack.
func TestListenersImport(t *testing.T) {
	r, application := newListeners(t, builtPlugin(t))
	r.pulumi("up", "--yes", "--skip-preview")
	registration := strings.TrimSpace(r.pulumi("stack", "output", "registration"))
	subscription := ""
	for id := range application.Registrations() {
		if id != registration {
			subscription = id
		}
	}
	r.pulumi("stack", "init", "second")
	r.pulumi("config", "set", "cxif:endpoint", application.URL)
	r.pulumi("config", "set", "cxif:workspace", "01")
	r.pulumi("config", "set", "cxif:username", cxiftest.Username)
	r.pulumi("config", "set", "--secret", "cxif:password", cxiftest.Password)
	for token, id := range map[string]string{
		"cxif:index:ListenerRegistration": "01/" + registration, "cxif:index:HubSubscription": "/customerBillManagement/v5/hub/" + subscription,
	} {
		r.pulumi("import", token, "imported", id, "--yes", "--generate-code=false", "--skip-preview", "--protect=false")
	}
	state := r.pulumi("stack", "export")
	for _, part := range []string{`"id": "` + registration + `"`, `"id": "` + subscription + `"`, "https://gateway.example.com/tickets"} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	r.pulumi("destroy", "--yes")
	if left := application.Registrations(); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

// TestListenerRefused: a wrong query does not get beyond the preview.
func TestListenerRefused(t *testing.T) {
	r, _ := newListeners(t, builtPlugin(t))
	r.pulumi("config", "set", "query", `/eventType = "a"`)
	out, err := r.try("preview")
	if err == nil || !strings.Contains(out, "affiliatedApis[0].query") {
		t.Errorf("preview: %v\n%s", err, out)
	}
}

// TestListenersFromSource: where the plugin is not compiled, the language plugin does that, and the same listeners are made.
// Where the source has changed since, the plugin builds itself anew.
func TestListenersFromSource(t *testing.T) {
	folder := sourcePlugin(t)
	r, application := newListeners(t, folder)
	r.pulumi("up", "--yes", "--skip-preview")
	if n := len(application.Registrations()); n != 2 {
		t.Errorf("there are %d registrations", n)
	}
	if _, err := os.Stat(filepath.Join(folder, "pulumi-resource-cxif")); err != nil {
		t.Errorf("the compiled plugin was not kept: %v", err)
	}

	broken := filepath.Join(folder, "broken.go")
	if err := os.WriteFile(broken, []byte("package main\n\nvar _ = undefinedName\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := r.try("preview"); err == nil || !strings.Contains(out, "undefinedName") {
		t.Errorf("a plugin that is older than its source was used: %v\n%s", err, out)
	}
	if err := os.WriteFile(broken, []byte("package main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.pulumi("destroy", "--yes")
}

// TestSchema: another project gets the provider's schema by the plugin's folder.
func TestSchema(t *testing.T) {
	r, _ := newListeners(t, builtPlugin(t))
	out := r.pulumi("package", "get-schema", builtPlugin(t))
	for _, part := range []string{`"cxif:index:ListenerRegistration"`, `"cxif:index:HubSubscription"`, `"version": "0.1.0"`} {
		if !strings.Contains(out, part) {
			t.Errorf("the schema lacks %s:\n%s", part, out)
		}
	}
}
