package ephemeral

import (
	"context"
	"fmt"
	"testing"
)

// kill runs something until its nth call from outside, which it is killed in. It tells
// whether there was one.
func (f *fake) kill(n int, reach phase, run func() error) (was bool, err error) {
	defer func() {
		f.effect = nil
		if k, ok := recover().(killed); ok {
			f.t.Logf("killed %s %s", reach, k.call)
			was = true
		}
	}()
	calls := 0
	f.effect = func(string) phase {
		if calls++; calls == n {
			return reach
		}
		return done
	}
	return false, run()
}

// Whoever is killed, wherever, and is run again, leaves nothing.
func TestKilledAnywhereAndRunAgain(t *testing.T) {
	ctx := context.Background()
	run := func(f *fake) error { return Run(ctx, ctx, f.options("try")) }
	recreate := func(f *fake) error { return Recreate(ctx, f.options("try")) }
	remove := func(f *fake) error { return Remove(ctx, f.options("try")) }
	for name, test := range map[string]struct {
		first, killed, again, last func(*fake) error
	}{
		"ephemeral":                      {nil, run, run, nil},
		"ephemeral, then remove":         {nil, run, remove, nil},
		"ephemeral, then recreate":       {nil, run, recreate, remove},
		"recreate of nothing":            {nil, recreate, recreate, remove},
		"recreate of what stands":        {recreate, recreate, recreate, remove},
		"recreate, then ephemeral":       {recreate, recreate, run, nil},
		"remove":                         {recreate, remove, remove, nil},
		"remove, then ephemeral at once": {recreate, remove, run, nil},
	} {
		for _, reach := range []phase{before, half, after} {
			for n := 1; ; n++ {
				more := true
				t.Run(fmt.Sprintf("%s/%s/%d", name, reach, n), func(t *testing.T) {
					f := newFake(t)
					if test.first != nil {
						if err := test.first(f); err != nil {
							t.Fatal(err)
						}
					}
					var err error
					if more, err = f.kill(n, reach, func() error { return test.killed(f) }); err != nil {
						t.Fatal(err)
					}
					if !more {
						return // it was over before
					}
					if err := test.again(f); err != nil && err.Error() != "there is no stack try" {
						t.Fatal(err)
					}
					if test.last != nil {
						if err := test.last(f); err != nil {
							t.Fatal(err)
						}
					}
					f.mustBeClean("try")
				})
				if !more {
					break
				}
			}
		}
	}
}

// Two kills, one in the clean-up of the other, are no worse.
func TestKilledInTheCleanUp(t *testing.T) {
	ctx := context.Background()
	run := func(f *fake) error { return Run(ctx, ctx, f.options("try")) }
	for first := 1; first < 20; first++ {
		for second := 1; second < 12; second += 2 {
			f := newFake(t)
			for _, n := range []int{first, second} {
				if _, err := f.kill(n, half, func() error { return run(f) }); err != nil {
					t.Fatalf("%d, %d: %v", first, second, err)
				}
			}
			if err := run(f); err != nil {
				t.Fatalf("%d, %d: %v", first, second, err)
			}
			f.mustBeClean("try")
		}
	}
}
