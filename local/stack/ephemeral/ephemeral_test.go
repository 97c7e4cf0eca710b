package ephemeral

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func TestRun(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	var out strings.Builder
	o := f.options("try")
	o.Out = &out
	if err := Run(ctx, ctx, o); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
	if diff := cmp.Diff([]string{
		"stack init try --no-select",
		"config set -s try --secret --path webhookSecret=secret",
		"config set-all -s try --plaintext owner=me --plaintext expires=2026-01-01T01:00:00Z",
		"up -s try --yes --skip-preview",
		"smoke",
		"destroy -s try --yes --skip-preview --continue-on-error",
		"sweep",
		"stack rm -s try",
	}, f.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for _, line := range []string{"1. stack from template\n   0s\n", "2. up\n", "3. smoke test\n", "5. destroy\n", "7. remove the stack\n"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("%q is not among what was told:\n%s", line, &out)
		}
	}
}

// A failure anywhere is told, and everything is cleared away all the same.
func TestWhatFailsIsClearedAway(t *testing.T) {
	for _, at := range []string{"stack init", "config set -s try --secret", "config set-all", "up", "smoke"} {
		t.Run(at, func(t *testing.T) {
			f, ctx := newFake(t), context.Background()
			f.fail = func(call string) error {
				if strings.HasPrefix(call, at) {
					return errors.New("out of order")
				}
				return nil
			}
			if err := Run(ctx, ctx, f.options("try")); err == nil || !strings.Contains(err.Error(), "out of order") {
				t.Errorf("err = %v", err)
			}
			f.mustBeClean("try")
		})
	}
}

// An engine that died, such as of too little memory, leaves its lock.
func TestAnEngineThatDies(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	f.fail = func(call string) error {
		if !strings.HasPrefix(call, "up") {
			return nil
		}
		f.up(half, "try", f.backend["try"])
		return errors.New("signal: killed")
	}
	if err := Run(ctx, ctx, f.options("try")); err == nil || !strings.Contains(err.Error(), "signal: killed") {
		t.Errorf("err = %v", err)
	}
	f.mustBeClean("try")
}

// What destroy meets that is still in use is swept away between attempts, and out of the state.
func TestDestroyIsTriedAgain(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	failures := 2
	f.fail = func(call string) error {
		if strings.HasPrefix(call, "destroy") && failures > 0 {
			failures--
			return errors.New("409")
		}
		return nil
	}
	if err := Run(ctx, ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
	var got []string
	for _, call := range f.calls {
		if name, _, _ := strings.Cut(call, " -s"); slices.Contains([]string{"destroy", "sweep but the vault", "refresh", "sweep"}, name) {
			got = append(got, name)
		}
	}
	if diff := cmp.Diff([]string{
		"destroy", "sweep but the vault", "refresh", "destroy", "sweep but the vault", "refresh", "destroy", "sweep",
	}, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestWhatIsLeftIsNamed(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Sweep = func(context.Context, target.Config, bool) ([]sweep.Resource, error) {
		return []sweep.Resource{{Kind: "VCN", Name: "cxbridge-try-vcn", ID: "ocid1.vcn.a", Problem: "409 Conflict: in use"}}, nil
	}
	err := Run(ctx, ctx, o)
	if err == nil || !strings.Contains(err.Error(), "VCN cxbridge-try-vcn (ocid1.vcn.a): 409 Conflict: in use\nscripts/stack remove try --local") {
		t.Errorf("err = %v", err)
	}
	if err := Remove(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
}

func TestKeepAndRecreate(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Keep = true
	if err := Run(ctx, ctx, o); err != nil || len(f.cloud) != len(things) {
		t.Fatalf("%v, in the cloud: %v", err, f.cloud)
	}
	f.calls = nil
	if err := Recreate(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"destroy -s try --yes --skip-preview --continue-on-error", "sweep",
		"config set-all -s try --plaintext owner=me --plaintext expires=2026-01-01T01:00:00Z",
		"up -s try --yes --skip-preview", "smoke",
	}, f.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if err := Remove(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
}

// What failed and is kept is looked at by somebody, and cleared away as after a crash.
func TestKeepOfAFailure(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Keep, o.Smoke = true, func(context.Context) error { return errors.New("no incident") }
	if err := Run(ctx, ctx, o); err == nil || len(f.cloud) == 0 {
		t.Fatalf("%v, in the cloud: %v", err, f.cloud)
	}
	if err := Remove(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
	if !slices.Contains(f.calls, "cancel -s try --yes") {
		t.Errorf("calls: %q", f.calls)
	}
}

func TestAJournalThatCannotBeRead(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	if err := Recreate(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.dir, "journals", "try", "journal.json"), []byte(`{"stack": "t`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Run(ctx, ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
}

func TestOneAtATime(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	var second, other error
	o.Smoke = func(context.Context) error {
		second = Run(ctx, ctx, f.options("try"))
		other = Run(ctx, ctx, f.options("other"))
		return nil
	}
	if err := Run(ctx, ctx, o); err != nil {
		t.Fatal(err)
	}
	if second == nil || !strings.Contains(second.Error(), "another scripts/stack works on the stack try") {
		t.Errorf("the second run: %v", second)
	}
	if other != nil {
		t.Errorf("a stack of another name: %v", other)
	}
	f.mustBeClean("try")
	f.mustBeClean("other")
}
