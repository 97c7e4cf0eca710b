package demo

import (
	"context"
	"strings"
	"testing"
)

func TestRunShowsTheAlarm(t *testing.T) {
	d, out, _ := newDemo(t, working)
	if err := d.Run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	rest := out.String()
	for _, want := range []string{ // in this order
		"   the local cloud is up at here\n   alarms run 60 times as fast as life: a minute of theirs takes 1s\n",
		"   the secret s is created\n",
		"of the alarms' time, no alarm fires; waiting for the alarm to open an incident\n",
		"  Unresolved\n   subject   Secrets are created\n   severity  4 - Low\n   contact   SMS User",
		"          It fires.\n",
		"of the alarms' time, firing: Secrets; waiting for the alarm to be over, and its incident to follow\n",
		"  Updated\n   subject   Secrets are created\n",
		"          It is over.\n",
		"scripts/local secret && scripts/local alarms",
		"scripts/local publish ",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("the demo does not show %q, or not in its place:\n%s", want, out)
		}
		rest = after
	}
}

// A second demo finds the incident of the first, which is open still and not the
// newest.
func TestTheAlarmOfASecondDemoHasTheSameIncident(t *testing.T) {
	d, out, _ := newDemo(t, working)
	send(t, "POST", d.Addresses.Desk, "contacts", `{"name":{"last":"Oracle Cloud Monitoring"}}`)
	send(t, "POST", d.Addresses.Desk, "incidents", `{"primaryContact":{"id":1},"statusWithType":{"status":{"lookupName":"Updated"}},
		"customFields":{"OCI":{"dedupe_key":"k"}},"threads":[{"text":"It fired before.","entryType":{"id":1}}]}`)
	send(t, "POST", d.Addresses.Desk, "incidents", `{"primaryContact":{"id":1},"customFields":{"OCI":{"dedupe_key":"another"}},
		"threads":[{"text":"Another alarm fired before.","entryType":{"id":1}}]}`)
	local := d.Local
	d.Local = func(ctx context.Context, args ...string) (string, error) {
		if args[0] == "secret" {
			send(t, "PATCH", d.Addresses.Desk, "incidents/1", `{"statusWithType":{"status":{"lookupName":"Unresolved"}},"threads":[{"text":"It fires.","entryType":{"id":1}}]}`)
			send(t, "PATCH", d.Addresses.Desk, "incidents/1", `{"statusWithType":{"status":{"lookupName":"Updated"}},"threads":[{"text":"It is over.","entryType":{"id":1}}]}`)
			return "", nil
		}
		return local(ctx, args...)
	}
	if err := d.Run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if shown := out.String(); !strings.Contains(shown, "It fires.") || strings.Contains(shown, "fired before.") {
		t.Errorf("the demo shows not only what is new:\n%s", shown)
	}
}

func TestWaitingEnds(t *testing.T) {
	d, _, _ := newDemo(t, working)
	ctx, cancel := context.WithCancel(context.Background())
	asked := 0
	err := d.wait(ctx, "nothing", func(context.Context) (bool, error) {
		if asked++; asked == 3 {
			cancel()
		}
		return false, nil
	})
	if err == nil || err.Error() != "waiting for nothing: context canceled" {
		t.Errorf("err = %v", err)
	}
}
