package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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
	before, err := d.alarmIncident(ctx)
	if err != nil {
		return err
	}
	said, err := d.Local(ctx, "secret")
	if err != nil {
		return err
	}
	d.fired = d.Now()
	d.say("%s", strings.TrimSpace(said))
	if err := d.wait(ctx, "the alarm to open an incident", func(ctx context.Context) (bool, error) {
		d.alarm, err = d.alarmIncident(ctx)
		return err == nil && len(d.alarm.Threads) > threadsOf(before, d.alarm.ID), err
	}); err != nil {
		return err
	}
	d.showIncident(d.alarm, threadsOf(before, d.alarm.ID))
	return nil
}

// endAlarm shows the same incident when its alarm is over: the status that was
// mapped to that, and what was said since.
func (d *Demo) endAlarm(ctx context.Context) error {
	shown := len(d.alarm.Threads)
	if err := d.wait(ctx, "the alarm to be over, and its incident to follow", func(ctx context.Context) (bool, error) {
		incident, err := d.alarmIncident(ctx)
		if err == nil {
			d.alarm = incident
		}
		return err == nil && d.alarm.Status != firing, err
	}); err != nil {
		return err
	}
	d.showIncident(d.alarm, shown)
	return nil
}

// alarmIncident is the last one that an alarm opened; an empty one if there is none.
func (d *Demo) alarmIncident(ctx context.Context) (*deskreader.Incident, error) {
	incident, err := d.reader().NewestOfAlarms(ctx)
	if errors.Is(err, deskreader.ErrNoIncident) {
		return &deskreader.Incident{}, nil
	}
	return incident, err
}

// threadsOf is how many threads the incident with an id had before.
func threadsOf(before *deskreader.Incident, id int64) int {
	if before.ID != id {
		return 0
	}
	return len(before.Threads)
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
