package demo

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/local/engine"
)

// Demo is one showing.
type Demo struct {
	Engine    engine.Engine
	Addresses daemon.Addresses
	Local     func(ctx context.Context, args ...string) (string, error) // runs scripts/local and returns what it prints
	Once      bool                                                      // tear everything down at the end
	Out       io.Writer
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error // waits unless the context ends, whose error it then returns

	isUp     bool                 // the local cloud, by this demo
	before   int64                // the newest incident before the SMS was sent
	sms      *deskreader.Incident // that came of the SMS
	alarm    *deskreader.Incident // that came of the alarm, as it was seen last
	fired    time.Time            // when the secret was created
	ticketID string               // of the trouble ticket, new in every demo
	ticket   *deskreader.Incident // that came of the trouble ticket, as it was seen last
}

// A step is one thing that is shown.
type step struct {
	title string
	run   func(context.Context) error
}

// Run shows all steps and stops at the first that fails. What Once tears down
// is torn down then as well.
func (d *Demo) Run(ctx context.Context) (err error) {
	steps := []step{
		{"start the local cloud and the desk", d.start},
		{"pulumi up -s local: the real engine over the real program", d.pulumiUp},
		{"an SMS arrives at the gateway", d.sendSMS},
		{"what the desk shows", d.showDesk},
		{"a secret is created in the stack's vault, and the guide's alarm fires", d.fireAlarm},
		{"the alarm is over", d.endAlarm},
		{"a trouble ticket's event is published, and comes through the gateway with a token", d.openTicket},
		{"the same without a token, and with a wrong one", d.refuseCallers},
		{"the trouble ticket is resolved", d.resolveTicket},
	}
	if d.Once {
		defer func() {
			if tornDown := d.tearDown(context.WithoutCancel(ctx), len(steps)+1); err == nil {
				err = tornDown
			}
			if err == nil {
				fmt.Fprintf(d.Out, "\nThe SMS became the incident %s, the alarm the incident %s, the trouble ticket the incident %s, and all is torn down again.\n",
					d.sms.Reference, d.alarm.Reference, d.ticket.Reference)
			}
		}()
	}
	for i, s := range steps {
		if err := d.show(ctx, i+1, s); err != nil {
			return err
		}
	}
	if !d.Once {
		d.sayWhatNow()
	}
	return nil
}

func (d *Demo) show(ctx context.Context, number int, s step) error {
	fmt.Fprintf(d.Out, "\n%d. %s\n", number, s.title)
	began := d.Now()
	if err := s.run(ctx); err != nil {
		return fmt.Errorf("step %d, %s: %w", number, s.title, err)
	}
	fmt.Fprintf(d.Out, "   (%s)\n", d.Now().Sub(began).Round(time.Millisecond))
	return nil
}

func (d *Demo) start(ctx context.Context) error {
	said, err := d.Local(ctx, "up", "--alarm-speed", strconv.Itoa(alarmSpeed))
	if err != nil {
		return err
	}
	d.isUp = true
	outcome, _, _ := strings.Cut(said, "\n")
	d.say("%s", outcome)
	d.say("alarms run %d times as fast as life: a minute of theirs takes %s", alarmSpeed, time.Minute/alarmSpeed)
	return nil
}

func (d *Demo) pulumiUp(ctx context.Context) error {
	return d.pulumi(ctx, "up", "-s", "local", "--yes", "--skip-preview", "--non-interactive")
}

// pulumi runs the CLI with its output shown, indented, as it comes.
func (d *Demo) pulumi(ctx context.Context, args ...string) error {
	command := d.Engine.Command(ctx, args...)
	out := &indenter{out: d.Out}
	command.Stdout, command.Stderr = out, out
	if err := command.Run(); err != nil {
		return fmt.Errorf("pulumi %s: %w (the lines above say why)", args[0], err)
	}
	return nil
}

// tearDown destroys the stack and stops the local cloud, even when a step
// before it failed. Without the cloud there is no stack to destroy.
func (d *Demo) tearDown(ctx context.Context, number int) error {
	return d.show(ctx, number, step{"tear everything down", func(ctx context.Context) error {
		var destroyed error
		if d.isUp {
			destroyed = d.pulumi(ctx, "destroy", "-s", "local", "--yes", "--skip-preview", "--non-interactive")
		}
		if _, err := d.Local(ctx, "down"); err != nil {
			return err
		}
		return destroyed
	}})
}

func (d *Demo) sayWhatNow() {
	fmt.Fprintf(d.Out, `
Everything stays up. Look at the desk at %s, send another SMS yourself:

  curl -X POST %s/webhooks/sms-to-incident \
    -H 'Content-Type: application/json' -d @functions/sms-to-incident/testdata/guide.json

fire the alarm again, or send by hand what an alarm would:

  scripts/local secret && scripts/local alarms
  scripts/local publish functions/alarm-to-incident/testdata/ok-to-firing.json

publish the events of a trouble ticket, an order or a bill:

  scripts/local listeners
  scripts/local event functions/event-to-incident/testdata/trouble-ticket-created.json

or change a function and preview:

  scripts/stack preview local

make a second stack beside this one, try every flow of it from outside, and throw it away:

  scripts/stack ephemeral try --local

scripts/local up --alarm-speed 1 lets alarms run as fast as life, scripts/local down stops
everything, scripts/local reset forgets it.
`, d.Addresses.Desk, d.Addresses.Gateway)
}

func (d *Demo) say(format string, args ...any) {
	fmt.Fprintf(d.Out, "   "+format+"\n", args...)
}
