package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/deskreader"
)

// alarmSpeed is how many times as fast as life the demo's alarms run.
const alarmSpeed = 60

// firing is the status of an incident whose alarm fires, as the stack local has it
// (status_FIRING of alarm-to-incident).
const firing = "Unresolved"

// fireAlarm creates a secret and shows the incident that comes of it: a new one, or
// the one of an earlier demo that is open still.
func (d *Demo) fireAlarm(ctx context.Context) error {
	d.fired = d.Now()
	// What fires already, perhaps by the stack's own secrets, cannot begin to fire.
	if err := d.wait(ctx, "every alarm to be over", d.isQuiet); err != nil {
		return err
	}
	d.fired = d.Now()
	said, err := d.Local(ctx, "secret")
	if err != nil {
		return err
	}
	d.say("%s", strings.TrimSpace(said))
	var since int
	if err := d.wait(ctx, "the alarm to open an incident", func(ctx context.Context) (bool, error) {
		incident, err := d.reader().LastChangedWithKey(ctx)
		if errors.Is(err, deskreader.ErrNoIncident) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		d.alarm, since = incident, threadsBefore(incident, d.fired)
		return since < len(incident.Threads), nil
	}); err != nil {
		return err
	}
	d.showIncident(d.alarm, since)
	return nil
}

// threadsBefore is how many threads an incident had at a time.
func threadsBefore(incident *deskreader.Incident, at time.Time) int {
	first := slices.IndexFunc(incident.Threads, func(t deskreader.Thread) bool { return t.Created.After(at) })
	if first < 0 {
		return len(incident.Threads)
	}
	return first
}

// endAlarm shows the same incident when its alarm is over: the status that was
// mapped to that, and what was said since.
func (d *Demo) endAlarm(ctx context.Context) error {
	shown := len(d.alarm.Threads)
	if err := d.wait(ctx, "the alarm to be over, and its incident to follow", func(ctx context.Context) (bool, error) {
		incident, err := d.reader().Incident(ctx, d.alarm.ID)
		if err != nil {
			return false, err
		}
		d.alarm = incident
		return incident.Status != firing, nil
	}); err != nil {
		return err
	}
	d.showIncident(d.alarm, shown)
	return nil
}

// alarm is one of the local cloud's, as scripts/local alarms knows it.
type alarm struct{ DisplayName, Status string }

// firingAlarms are the names of those that fire.
func (d *Demo) firingAlarms(ctx context.Context) ([]string, error) {
	said, err := d.Local(ctx, "alarms", "--json")
	if err != nil {
		return nil, err
	}
	var alarms []alarm
	if err := json.Unmarshal([]byte(said), &alarms); err != nil {
		return nil, fmt.Errorf("reading the alarms' states: %w", err)
	}
	var names []string
	for _, a := range alarms {
		if a.Status == "FIRING" {
			names = append(names, a.DisplayName)
		}
	}
	return names, nil
}

func (d *Demo) isQuiet(ctx context.Context) (bool, error) {
	names, err := d.firingAlarms(ctx)
	return err == nil && len(names) == 0, err
}
