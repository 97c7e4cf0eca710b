package ephemeral

import (
	"context"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, name := range []string{"", "Try", "1st", "a/b", "../x", "a b", "a-", strings.Repeat("a", 31)} {
		f, ctx := newFake(t), context.Background()
		if err := Run(ctx, ctx, f.options(name)); err == nil || len(f.calls) > 0 {
			t.Errorf("%q: %v, %q", name, err, f.calls)
		}
	}
}

// Nothing is done with a stack that is somebody else's.
func TestWhoseStackItIs(t *testing.T) {
	const project, test = "config:\n  cxbridge:owner: us\n", "config:\n  cxbridge:expires: 2026-01-01T00:00:00Z\n"
	const stays = "config:\n  cxbridge:expires: \"\"\n"
	for name, c := range map[string]struct {
		file      string
		inBackend bool
		any       bool
		run, take string // what must be among the error, or "" if it is permitted
	}{
		"a stack of the project":                 {file: project, run: "is a stack of the project's", take: "give --any"},
		"one that is up":                         {file: project, inBackend: true, run: "is a stack of the project's", take: "give --any"},
		"one that is meant":                      {file: project, inBackend: true, any: true, run: "is a stack of the project's"},
		"one that does not expire":               {file: stays, inBackend: true, run: "is a stack of the project's", take: "give --any"},
		"a test stack without journal":           {file: test, inBackend: true, run: "scripts/stack remove try --local throws that test stack away"},
		"a stack of another machine":             {inBackend: true, run: "scripts/stack remove try --local --any", take: "give --any"},
		"a stack of another machine, that meant": {inBackend: true, any: true, run: "scripts/stack remove try --local --any"},
		"none":                                   {take: "there is no stack try"},
	} {
		t.Run(name, func(t *testing.T) {
			for verb, want := range map[string]string{"run": c.run, "take": c.take} {
				f, ctx := newFake(t), context.Background()
				if c.file != "" {
					f.write("Pulumi.try.yaml", c.file)
				}
				if c.inBackend {
					f.backend["try"] = &state{}
				}
				o := f.options("try")
				o.Any = c.any
				var err error
				if verb == "run" {
					err = Run(ctx, ctx, o)
				} else {
					err = Remove(ctx, o)
				}
				if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
					t.Errorf("%s: %v, want %q", verb, err, want)
				}
				if want != "" && len(f.calls) > 0 {
					t.Errorf("%s was refused after %q", verb, f.calls)
				}
			}
		})
	}
}

// A machine that was killed leaves its stack in the backend, half up and locked. Whoever
// else has the same owner goes on there once it has expired: before, it may be at work.
func TestAStackOfAMachineThatIsNoMore(t *testing.T) {
	const past, future = "2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z"
	for name, c := range map[string]struct {
		owner, expires string
		want           []string // among the error, if it is refused
	}{
		"expired":           {owner: "me", expires: past},
		"not yet":           {"me", future, []string{"until " + future, "scripts/stack remove try --local --any --owner me"}},
		"somebody else's":   {"you", past, []string{"of you", "--any --owner you"}},
		"of no known time":  {"me", "tomorrow", []string{"until tomorrow"}},
		"not a test's":      {"me", "", []string{"was not made here", "scripts/stack remove try --local --any"}},
		"of an empty state": {"", "", []string{"was not made here"}},
	} {
		t.Run(name, func(t *testing.T) {
			f, ctx := newFake(t), context.Background()
			f.backend["try"] = &state{}
			f.up(half, "try", f.backend["try"])
			f.tags = map[string]string{"owner": c.owner, "expires": c.expires}
			err := Run(ctx, ctx, f.options("try"))
			if len(c.want) == 0 {
				if err != nil {
					t.Error(err)
				}
			} else if err == nil || len(f.calls) > 0 {
				t.Errorf("%v after %q", err, f.calls)
			}
			for _, want := range c.want {
				if err != nil && !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if err != nil {
				o := f.options("try")
				o.Any = true
				if err := Remove(ctx, o); err != nil {
					t.Error(err)
				}
			}
			f.mustBeClean("try")
		})
	}
}

// The file of a project's stack stays when the stack is thrown away.
func TestTheFileOfAProjectsStackStays(t *testing.T) {
	for name, do := range map[string]func(context.Context, Options) error{"remove": Remove, "recreate": Recreate} {
		t.Run(name, func(t *testing.T) {
			f, ctx := newFake(t), context.Background()
			f.write("Pulumi.try.yaml", template)
			f.backend["try"] = &state{}
			o := f.options("try")
			o.Any = true
			if err := do(ctx, o); err != nil {
				t.Fatal(err)
			}
			if !isFile(f.StackFile("try")) {
				t.Error("it was deleted")
			}
			if there := f.backend["try"] != nil; there != (name == "recreate") {
				t.Errorf("the backend has the stack: %v", there)
			}
		})
	}
}

// What somebody wrote by hand is not replaced by the template.
func TestRecreateOfAStackThatWasNeverUpTakesItsOwnSettings(t *testing.T) {
	for name, written := range map[string]string{
		"the project's": template + "  cxbridge:region: mine\n", "for a test": template + "  cxbridge:region: mine\n  cxbridge:expires: 2026-01-01T00:00:00Z\n",
	} {
		t.Run(name, func(t *testing.T) {
			f, ctx := newFake(t), context.Background()
			f.write("Pulumi.try.yaml", written)
			o := f.options("try")
			o.Any = true
			for range 2 {
				if err := Recreate(ctx, o); err != nil {
					t.Fatal(err)
				}
				if config, err := f.settings("try"); err != nil || config.Text("region") != "mine" {
					t.Errorf("%v, %v", config, err)
				}
			}
			if len(f.cloud) != len(things) {
				t.Errorf("in the cloud: %v", f.cloud)
			}
		})
	}
}

// Whoever is killed while the settings are renewed does not lose them.
func TestRecreateKeepsTheSettingsThroughAKill(t *testing.T) {
	for n := 1; ; n++ {
		f, ctx := newFake(t), context.Background()
		f.write("Pulumi.try.yaml", template+"  cxbridge:region: mine\n  cxbridge:expires: 2026-01-01T00:00:00Z\n")
		recreate := func() error { return Recreate(ctx, f.options("try")) }
		if err := recreate(); err != nil {
			t.Fatal(err)
		}
		more, err := f.kill(n, half, recreate)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
		if err := recreate(); err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		if config, err := f.settings("try"); err != nil || config.Text("region") != "mine" {
			t.Errorf("%d: %v, %v", n, config, err)
		}
	}
}

func TestProtectedStacksStay(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	o := f.options("try")
	o.Keep = true
	if err := Run(ctx, ctx, o); err != nil {
		t.Fatal(err)
	}
	f.protected = []string{"urn:vault"}
	for _, err := range []error{Remove(ctx, f.options("try")), Recreate(ctx, f.options("try")), Run(ctx, ctx, f.options("try"))} {
		if err == nil || !strings.Contains(err.Error(), "urn:vault") {
			t.Errorf("err = %v", err)
		}
	}
	if len(f.cloud) != len(things) {
		t.Errorf("in the cloud is only %v", f.cloud)
	}
}

func TestTheOtherCloudIsNotMeant(t *testing.T) {
	f, ctx := newFake(t), context.Background()
	if err := Recreate(ctx, f.options("try")); err != nil {
		t.Fatal(err)
	}
	o := f.options("try")
	o.Local = false
	for _, err := range []error{Remove(ctx, o), Recreate(ctx, o), Run(ctx, ctx, o)} {
		if err == nil || !strings.Contains(err.Error(), "give --local") {
			t.Errorf("err = %v", err)
		}
	}
}
