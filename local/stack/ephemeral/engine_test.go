//go:build engine

package ephemeral

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// All of it is in one lab: what its program takes to compile is much of a short test.
func TestOnTheLocalCloud(t *testing.T) {
	l := newLab(t)
	t.Run("stopped", l.stopped)
	l.mustBeEmpty(t)
	t.Run("three stacks", l.threeStacks)
	t.Run("recreate twice, then expire", l.recreateTwice)
	t.Run("foundation", l.foundation)
	if selected := l.selected(t); selected != "local" { // as when the lab was made
		t.Errorf("%q is selected", selected)
	}
}

// selected is the stack that somebody means who gives none.
func (l *lab) selected(t *testing.T) string {
	t.Helper()
	answer, err := l.place(t).Command(context.Background(), "stack", "ls", "--json", "--non-interactive").Output()
	if err != nil {
		t.Fatal(err)
	}
	var stacks []struct {
		Name    string
		Current bool
	}
	if err := json.Unmarshal(answer, &stacks); err != nil {
		t.Fatal(err)
	}
	for _, stack := range stacks {
		if stack.Current {
			return stack.Name
		}
	}
	return ""
}

// stops are a moment of each step, by what a run says or its engine does, what stops the
// run there, and what is run then: to remove it is the first half of running it again. A
// step that a run says waits for that: some take no longer than it takes to hear of them.
var stops = []struct {
	says  string
	by    func(*run)
	again string
}{
	{"1. stack from", (*run).kill, "run"},
	{"Created stack", (*run).kill, "run"},
	{"oci:ApiGateway:Gateway gateway creating", (*run).interrupt, "run"},
	{"cxif:index:ListenerRegistration troubleTicket creating", (*run).killWithEngine, "run"},
	{"3. smoke test", (*run).kill, "remove"},
	{"4. what there is", (*run).kill, "remove"},
	{"oci:ApiGateway:Deployment webhooks deleting", (*run).kill, "remove"}, // the engine goes on for a while
	{"oci:Core:Vcn vcn deleting", (*run).killWithEngine, "remove"},
	{"6. sweep", (*run).kill, "remove"},
	{"7. remove the stack", (*run).kill, "remove"},
}

// Whoever is stopped in any step, and runs again, leaves nothing: neither in the cloud and
// at the application, nor on disk.
func (l *lab) stopped(t *testing.T) {
	for i, stop := range stops {
		t.Run(stop.says, func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("s%d", i)
			stopped := l.startUntil(t, "run", name, stop.says)
			stopped.waitFor(stop.says)
			stop.by(stopped)
			l.start(t, stop.again, name).mustEnd()
		})
	}
}

// Stacks of other names do not meet: there are always two at a time.
func (l *lab) threeStacks(t *testing.T) {
	one, two := l.start(t, "run", "one"), l.start(t, "run", "two")
	select {
	case <-one.ended:
	case <-two.ended:
	}
	for _, run := range []*run{l.start(t, "run", "three"), one, two} {
		run.mustEnd()
	}
	l.mustBeEmpty(t)
}

// A stack comes again at once, although its vault and its secrets are pending deletion. One
// that nobody threw away is swept away once it has expired, without its engine; what the
// engine still knows of it is cleared away then.
func (l *lab) recreateTwice(t *testing.T) {
	for range 3 { // the first one makes it
		l.start(t, "recreate", "again").mustEnd()
	}
	ctx, place := context.Background(), l.place(t)
	config, err := place.Config(ctx, "local") // a stack in the same compartment
	if err != nil {
		t.Fatal(err)
	}
	for _, late := range []time.Duration{0, 2 * time.Hour} {
		before := len(l.resources(t))
		left, err := sweep.Run(ctx, sweep.Options{Target: place, Config: config, Match: sweep.Expired(target.Project, time.Now().Add(late)), Log: t.Output()})
		if err != nil || len(left) > 0 {
			t.Fatalf("after %s: left %v, %v", late, left, err)
		}
		if after := len(l.resources(t)); (after < before) != (late > 0) {
			t.Errorf("after %s: %d of %d are there", late, after, before)
		}
	}
	l.start(t, "remove", "again").mustEnd()
	l.mustBeEmpty(t)
}

// A test stack uses the vault of the foundation, which is the project's and protected, and
// leaves it as it is.
func (l *lab) foundation(t *testing.T) {
	ctx, place := context.Background(), l.place(t)
	for _, args := range [][]string{{"stack", "init", "foundation", "--no-select"}, {"up", "-s", "foundation", "--yes", "--skip-preview"}} {
		if err := place.Run(ctx, args...); err != nil {
			t.Fatal(err)
		}
	}
	before, vaults := l.resources(t), l.vaults(t)
	l.start(t, "run", "sharing").mustEnd()
	if diff := cmp.Diff(before, l.resources(t)); diff != "" || len(before) == 0 {
		t.Errorf("in the cloud (-before +after):\n%s", diff)
	}
	if now := l.vaults(t); now != vaults {
		t.Errorf("there are %d vaults, and were %d: it made one of its own", now, vaults)
	}
	removal := l.start(t, "take", "foundation")
	if err := removal.end(); err == nil || !strings.Contains(removal.output.String(), "has protected resources, and stays") {
		t.Errorf("%v:\n%s", err, removal.output)
	}
}

// vaults is how many there are, the pending ones included.
func (l *lab) vaults(t *testing.T) (count int) {
	t.Helper()
	all, err := l.daemon.Cloud.Resources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if strings.HasPrefix(r.ID, "ocid1.vault.") {
			count++
		}
	}
	return count
}

// mustBeEmpty looks for what is left of any stack.
func (l *lab) mustBeEmpty(t *testing.T) {
	t.Helper()
	for _, r := range l.resources(t) {
		t.Errorf("in the cloud: %s %s (%s, %s)", r.Kind, r.Name, r.State, r.ID)
	}
	var registrations []json.RawMessage
	if err := daemon.URLs(l.Ports).Reader().Call(context.Background(), http.MethodGet, "/admin/listenerRegistrations", nil, &registrations); err != nil || len(registrations) > 0 {
		t.Errorf("at the application: %s, %v", registrations, err)
	}
	for _, pattern := range []string{
		filepath.Join(l.Root, "stacks", "Pulumi.*.yaml*"), filepath.Join(l.Home, "stacks", "*", "*"),
		filepath.Join(l.Home, "pulumi-state", ".pulumi", "stacks", "*", "*.json"), filepath.Join(l.Home, "pulumi-state", ".pulumi", "locks", "*", "*", "*", "*"),
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if name := filepath.Base(path); name != "lock" && name != "engine" && name != "local.json" && !l.files[path] {
				t.Errorf("on disk: %s", path)
			}
		}
	}
}

// resources are what is in the cloud and not pending deletion.
func (l *lab) resources(t *testing.T) []cloud.Resource {
	t.Helper()
	all, err := l.daemon.Cloud.Resources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, cloud.Resource.Pending)
}
