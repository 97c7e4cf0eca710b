package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// patience is how long an alarm may take to show in the desk: two minutes of life,
// which are two hours of the alarm's.
const (
	patience = 2 * time.Minute
	pause    = 100 * time.Millisecond
)

// wait returns when ready says so. It tells in which minute of the alarms' time it
// waits, and for what: when another alarm fires or is over, and every fifth minute.
func (d *Demo) wait(ctx context.Context, what string, ready func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := d.poll(ctx, what, ready)
	if ctx.Err() == nil {
		return err
	}
	err = fmt.Errorf("waiting for %s: %w", what, ctx.Err())
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: scripts/local alarms shows which fire, scripts/local logs what the function said", err)
	}
	return err
}

func (d *Demo) poll(ctx context.Context, what string, ready func(context.Context) (bool, error)) error {
	asked, told := -1, ""
	for {
		if is, err := ready(ctx); is || err != nil {
			return err
		}
		if minute := d.minute(); minute != asked {
			asked = minute
			state, err := d.state(ctx)
			if err != nil {
				return err
			}
			if state != told || minute%5 == 0 {
				d.say("minute %d of the alarms' time, %s; waiting for %s", minute, state, what)
			}
			told = state
		}
		if err := d.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// minute is how many minutes of the alarms' time have begun since the secret was created.
func (d *Demo) minute() int { return int(d.Now().Sub(d.fired)*alarmSpeed/time.Minute) + 1 }

// state says which alarms fire.
func (d *Demo) state(ctx context.Context) (string, error) {
	names, err := d.firingAlarms(ctx)
	if len(names) > 0 {
		return "firing: " + strings.Join(names, ", "), err
	}
	return "no alarm fires", err
}
