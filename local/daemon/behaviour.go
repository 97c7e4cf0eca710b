package daemon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
)

// MaxAlarmSpeed is how fast alarms can run. Their minute takes a quarter of
// a second then, and messages must still have the time to be delivered in order.
const MaxAlarmSpeed = 240

// Behaviour is how the local cloud behaves where a person may choose. What is not
// given stays as it is while a daemon runs, and is as usual when one begins.
type Behaviour struct {
	// Assume changes what the local cloud assumes, each as name=value; see
	// package fidelity.
	Assume []string `json:"assume"`
	// AlarmSpeed is how many times as fast as life alarms run, 1 to MaxAlarmSpeed;
	// 0 is not given.
	AlarmSpeed int `json:"alarmSpeed"`
}

// over is what was given, in the place of what a running daemon has.
func (b Behaviour) over(running Behaviour) Behaviour {
	if b.Assume == nil {
		b.Assume = running.Assume
	}
	b.AlarmSpeed = cmp.Or(b.AlarmSpeed, running.AlarmSpeed)
	return b.complete()
}

// complete sets what is as usual if it was not given.
func (b Behaviour) complete() Behaviour {
	b.AlarmSpeed = cmp.Or(b.AlarmSpeed, 1)
	return b
}

func (b Behaviour) equal(other Behaviour) bool {
	return slices.Equal(b.Assume, other.Assume) && b.AlarmSpeed == other.AlarmSpeed
}

// check refuses what no local cloud can do, before a running one is stopped for it.
func (b Behaviour) check() error {
	if b.AlarmSpeed < 0 || b.AlarmSpeed > MaxAlarmSpeed {
		return fmt.Errorf("alarms cannot run %d times as fast as life: choose 1 to %d", b.AlarmSpeed, MaxAlarmSpeed)
	}
	switches, err := b.assumptions()
	if err == nil {
		_, err = identity.HomeRegionKey(switches.HomeRegion)
	}
	return err
}

// assumptions are the defaults with what is given in their place.
func (b Behaviour) assumptions() (fidelity.Switches, error) {
	switches := fidelity.Defaults()
	for _, item := range b.Assume {
		name, value, found := strings.Cut(item, "=")
		if !found {
			return switches, fmt.Errorf("%q is not an assumption: write it as name=value, such as RateLimitStatus=503", item)
		}
		if err := switches.Set(name, value); err != nil {
			return switches, fmt.Errorf("%w (the local cloud lists them at /cxbridge/fidelity)", err)
		}
	}
	return switches, nil
}
