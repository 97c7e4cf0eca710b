//go:build engine

package ephemeral

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v4/process"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// All of it is in one lab: what its program takes to compile is most of a short test.
func TestOnTheLocalCloud(t *testing.T) {
	l := newLab(t)
	t.Run("killed", l.killed)
	l.mustBeEmpty(t)
	t.Run("interrupted", l.interrupted)
	t.Run("two at a time", l.twoAtATime)
	t.Run("expired", l.expired)
}

// moments are when a run is killed, by what it says or its engine does: alone, so that
// the engine is interrupted and ends what it does, and together with the engine.
var moments = []struct {
	says       string
	alone, too bool
}{
	{"1. stack from", true, false},
	{"Created stack", true, false},
	{"2. up", true, true},
	{"oci:Core:Vcn vcn created", false, true},
	{"oci:ApiGateway:Gateway gateway creating", true, true},
	{"oci:ApiGateway:Deployment webhooks creating", false, true},
	{"cxif:index:ListenerRegistration troubleTicket creating", true, true},
	{"3. smoke test", true, false},
	{"4. what there is", true, false},
	{"5. destroy", false, true},
	{"oci:ApiGateway:Deployment webhooks deleting", true, true},
	{"oci:Core:Vcn vcn deleting", false, true},
	{"6. sweep", true, false},
	{"7. remove the stack", true, false},
}

// Whoever is killed at any moment, and goes on, leaves nothing: neither in the cloud and
// at the application, nor on disk.
func (l *lab) killed(t *testing.T) {
	for i, moment := range moments {
		for _, too := range []bool{false, true} {
			if too && !moment.too || !too && !moment.alone {
				continue
			}
			t.Run(fmt.Sprintf("%s, engine too: %v", moment.says, too), func(t *testing.T) {
				t.Parallel()
				name := fmt.Sprintf("k%d-%v", i, too)
				killed := l.start(t, "run", name)
				killed.waitFor(moment.says)
				killed.kill(too)
				again := "remove"
				if moment.says == "2. up" { // a new stack takes the old one's place
					again = "run"
				}
				l.start(t, again, name).mustEnd()
			})
		}
	}
}

// An interrupt has everything cleared away.
func (l *lab) interrupted(t *testing.T) {
	interrupted := l.start(t, "run", "try")
	interrupted.waitFor("oci:ApiGateway:Gateway gateway creating")
	if err := interrupted.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := interrupted.end(); err == nil {
		t.Error("an interrupted run ended well")
	}
	interrupted.waitFor("interrupted")
	l.mustBeEmpty(t)
}

// Stacks of other names do not meet, and one that is destroyed comes again at once.
func (l *lab) twoAtATime(t *testing.T) {
	one, two := l.start(t, "run", "one"), l.start(t, "run", "two")
	one.mustEnd()
	two.mustEnd()
	l.mustBeEmpty(t)
	for _, verb := range []string{"recreate", "recreate", "remove"} {
		l.start(t, verb, "again").mustEnd()
	}
	l.mustBeEmpty(t)
}

// A stack that nobody threw away is swept away once it has expired, without its engine;
// what the engine still knows of it is cleared away then.
func (l *lab) expired(t *testing.T) {
	ctx := context.Background()
	l.start(t, "recreate", "old").mustEnd()
	place, err := target.OnRunning(ctx, target.Options{Checkout: l.Checkout, Ports: l.Ports, Local: true, Log: t.Output(), Getenv: os.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	config, err := place.Config(ctx, "local") // a stack in the same compartment
	if err != nil {
		t.Fatal(err)
	}
	for _, late := range []time.Duration{0, 2 * time.Hour} {
		before := len(l.resources(t))
		left, err := sweep.Run(ctx, sweep.Options{Target: place, Config: config, Match: sweep.Expired(Project, time.Now().Add(late)), Log: t.Output()})
		if err != nil || len(left) > 0 {
			t.Fatalf("after %s: left %v, %v", late, left, err)
		}
		if after := len(l.resources(t)); (after < before) != (late > 0) {
			t.Errorf("after %s: %d of %d are there", late, after, before)
		}
	}
	l.start(t, "remove", "old").mustEnd()
	l.mustBeEmpty(t)
}

// kill kills the process, and its engine as well.
func (r *run) kill(engineToo bool) {
	r.t.Helper()
	self, err := process.NewProcess(int32(r.cmd.Process.Pid))
	if err != nil {
		r.t.Fatal(err)
	}
	engines, _ := self.Children() // there may be none just now
	if err := r.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	if engineToo {
		for _, engine := range engines {
			syscall.Kill(int(engine.Pid), syscall.SIGKILL) // unless it has ended
		}
	}
	if r.end() == nil {
		r.t.Log("it had ended before")
	}
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

// run is a process that runs a command.
type run struct {
	t      *testing.T
	cmd    *exec.Cmd
	output *output
	ended  chan struct{}
	err    error
}

// waitFor returns when the run has said something.
func (r *run) waitFor(what string) {
	r.t.Helper()
	if !r.output.waitFor(what) {
		r.t.Fatalf("it ended without %q:\n%s", what, r.output)
	}
}

// end waits for the process to end.
func (r *run) end() error {
	<-r.ended
	return r.err
}

func (r *run) mustEnd() {
	r.t.Helper()
	if err := r.end(); err != nil {
		r.t.Errorf("%v:\n%s", err, r.output)
	}
	if strings.Contains(r.output.String(), "panic:") {
		r.t.Errorf("it panicked:\n%s", r.output)
	}
}
