package resource

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func newEngine(t *testing.T) *Engine {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return NewEngine(Env{Clock: time.Now}, s, nil)
}

func TestWhatFollowsAChangeIsInTheOrderOfChanges(t *testing.T) {
	e := newEngine(t)
	var changed, followed []int // not guarded: the engine does one at a time
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			if err := e.Change(context.Background(), nil, func(op *Op) error {
				changed = append(changed, i)
				op.After(func() {
					for range i % 7 * 100 { // some take longer than others
						runtime.Gosched()
					}
					followed = append(followed, i)
				})
				op.Undo(func() { t.Error("a change that is kept was undone") })
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if diff := cmp.Diff(changed, followed); diff != "" || len(changed) != 50 {
		t.Errorf("%d changes; order of what follows (-changes +followed):\n%s", len(changed), diff)
	}
}

func TestAFailedChangeIsUndoneBackwards(t *testing.T) {
	e := newEngine(t)
	var undone []int
	failing := func(fail func() error) func(*Op) error {
		return func(op *Op) error {
			op.After(func() { t.Error("a failed change was followed up") })
			for i := range 3 {
				op.Undo(func() { undone = append(undone, i) })
			}
			return fail()
		}
	}
	broken := errors.New("broken")
	if err := e.Change(context.Background(), nil, failing(func() error { return broken })); err != broken {
		t.Errorf("error %v", err)
	}
	func() {
		defer func() { recover() }()
		e.Change(context.Background(), nil, failing(func() error { panic(broken) }))
	}()
	if diff := cmp.Diff([]int{2, 1, 0, 2, 1, 0}, undone); diff != "" {
		t.Errorf("undone (-want +got):\n%s", diff)
	}
	if err := e.Change(context.Background(), nil, func(*Op) error { return nil }); err != nil {
		t.Errorf("the change after: %v", err)
	}
}
