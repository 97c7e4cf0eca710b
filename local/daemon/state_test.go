package daemon

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// Those who ask whether a daemon runs are not taken for one by each other, or
// its last process number would be signalled.
func TestAskingIsNotRunning(t *testing.T) {
	dir := t.TempDir()
	if err := (State{PID: 4242, Ready: true}).write(dir); err != nil { // left behind by a crash
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				if state, running, err := Read(dir); err != nil || running {
					t.Errorf("Read = %+v, %v, %v", state, running, err)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestReadOfARunningDaemon(t *testing.T) {
	dir := t.TempDir()
	lock := newLock(dir)
	if err := take(context.Background(), lock); err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	want := State{PID: 4242, Ports: checkout.PortsAt(9000), Ready: true}
	if err := want.write(dir); err != nil {
		t.Fatal(err)
	}
	got, running, err := Read(dir)
	if err != nil || !running || got.PID != want.PID || got.Ports != want.Ports {
		t.Errorf("Read = %+v, %v, %v", got, running, err)
	}
	if err := take(context.Background(), newLock(dir)); err == nil {
		t.Error("a second daemon took the lock")
	}
}

// A daemon waits for those who ask, however long they take, and for nobody else.
func TestADaemonIsNotKeptOutByWhoAsks(t *testing.T) {
	dir := t.TempDir()
	asking, daemon := newLock(dir), newLock(dir)
	if shared, err := asking.TryRLock(); !shared || err != nil {
		t.Fatal(shared, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*pause)
	defer cancel()
	if err := take(ctx, daemon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while somebody asks: %v", err)
	}
	if err := asking.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := take(context.Background(), daemon); err != nil {
		t.Errorf("when nobody asks: %v", err)
	}
	if err := take(context.Background(), newLock(dir)); err == nil || !strings.Contains(err.Error(), "runs already") {
		t.Errorf("beside a daemon: %v", err)
	}
	if err := daemon.Unlock(); err != nil {
		t.Fatal(err)
	}
}
