package demo

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeLocal stands for scripts/local, with an alarm that lives by the questions for
// it: the first after a secret finds it about to fire, the second firing with its
// incident opened, the third firing, the fourth over.
type fakeLocal struct {
	t     *testing.T
	desk  string
	down  *int
	asked int  // since the secret
	fired bool // there is a secret
}

func (f *fakeLocal) run(_ context.Context, args ...string) (string, error) {
	switch strings.Join(args, " ") {
	case "up --alarm-speed 60":
		return "the local cloud is up at here\nnext: something\n", nil
	case "down":
		*f.down++
		return "", nil
	case "secret":
		f.fired = true
		return "the secret s is created\n", nil
	case "alarms --json":
		return fmt.Sprintf(`[{"displayName":"Secrets","status":%q},{"displayName":"Other","status":"OK"}]`, f.alarm()), nil
	}
	f.t.Errorf("scripts/local %s was called", args)
	return "", nil
}

func (f *fakeLocal) alarm() string {
	if !f.fired {
		return "OK"
	}
	f.asked++
	switch f.asked {
	case 1:
		return "OK"
	case 2:
		send(f.t, "POST", f.desk, "incidents", `{"subject":"Secrets are created","primaryContact":{"id":1},"severity":{"id":4},
			"customFields":{"OCI":{"dedupe_key":"k"}},"threads":[{"text":"It fires.","entryType":{"id":1}}]}`)
		return "FIRING"
	case 3:
		return "FIRING"
	}
	send(f.t, "PATCH", f.desk, "incidents/2", `{"statusWithType":{"status":{"lookupName":"Updated"}},"threads":[{"text":"It is over.","entryType":{"id":1}}]}`)
	return "OK"
}

// failing is scripts/local with one command that fails.
func failing(local func(context.Context, ...string) (string, error), command string, err error) func(context.Context, ...string) (string, error) {
	return func(ctx context.Context, args ...string) (string, error) {
		if args[0] == command {
			return "", err
		}
		return local(ctx, args...)
	}
}

// quickly is a clock that goes on by a minute of the alarms' time whenever it is
// looked at.
func quickly() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute / alarmSpeed)
		return now
	}
}
