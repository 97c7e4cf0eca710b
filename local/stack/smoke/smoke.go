package smoke

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/sender"
	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// Options say which stack is tried.
type Options struct {
	Target   *target.Target
	Stack    string
	Out      io.Writer     // a line for each check, and the incidents' references
	Patience time.Duration // how long one check may take to come true; 3 minutes where it is 0
}

// defaultPatience is longer than policies usually take to be known everywhere, and than a
// gateway keeps an authorizer's refusal.
const defaultPatience = 3 * time.Minute

// callTimeout is how long one call may take: longer than the gateway waits for a function
// (API Gateway: function backends, read timeout up to 300 s; endpoints' default is 30 s).
const callTimeout = time.Minute

// smoke is one trial of a stack.
type smoke struct {
	Options
	*report
	outputs  target.Outputs
	config   target.Config
	settings *settings.Settings
	http     *http.Client
	site     *b2c.Client
	samples  sender.Samples
	pause    time.Duration // before something is tried for the second time
	newKey   func() string
	now      func() time.Time
	publish  func(ctx context.Context, topic, text string) error // by Notifications
}

// Run tries everything that the stack has, and tells what does not work all at once.
func Run(ctx context.Context, o Options) error {
	s, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	return s.run(ctx)
}

func prepare(ctx context.Context, o Options) (*smoke, error) {
	if o.Patience == 0 {
		o.Patience = defaultPatience
	}
	s := &smoke{
		Options: o, report: &report{out: o.Out, progress: o.Target.Log},
		samples: sender.Samples(o.Target.Checkout.Root), pause: time.Second, newKey: uuid.NewString, now: time.Now,
	}
	s.publish = s.notify
	var err error
	if s.outputs, err = o.Target.Outputs(ctx, o.Stack); err != nil {
		return nil, err
	}
	if s.config, err = o.Target.Config(ctx, o.Stack); err != nil {
		return nil, err
	}
	if s.settings, err = o.Target.Settings(o.Stack, s.config); err != nil {
		return nil, fmt.Errorf("%w\nscripts/stack doctor %s looks at all that pulumi up needs", err, o.Stack)
	}
	if s.settings.Foundation {
		return nil, fmt.Errorf("the stack %s is a foundation, which nobody calls: scripts/stack smoke is for those that use it", o.Stack)
	}
	if s.http, err = o.Target.HTTP(); err != nil {
		return nil, err
	}
	s.http.Timeout = callTimeout
	s.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.site, err = o.Target.Site(s.config)
	return s, err
}

// run lets all flows go at the same time: if what they share has not settled yet, it is
// waited for once. Before, it looks whether what comes of them can be read at all.
func (s *smoke) run(ctx context.Context) error {
	flows, err := s.flows()
	if err != nil {
		return err
	}
	s.try(ctx, s.siteFlow(flows))
	if ctx.Err() == nil && s.failed == 0 {
		together(flows, func(f flow) { s.try(ctx, f) })
		s.tidy(ctx, flows)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return s.end(s.Stack)
}

// together does something with all flows at the same time.
func together(flows []flow, do func(flow)) {
	var all sync.WaitGroup
	for _, f := range flows {
		all.Go(func() { do(f) })
	}
	all.Wait()
}

// A flow is a way into the stack. Its checks follow from each other.
type flow struct {
	name   string
	find   find // what comes of it; nil if that is not known
	checks []check
}

// A check is one thing that must be so.
type check struct {
	says string
	try  func(context.Context) error
}

// try makes a flow's checks, as far as they come true.
func (s *smoke) try(ctx context.Context, f flow) {
	for _, c := range f.checks {
		began := s.now()
		name := f.name + ": " + c.says
		err := s.eventually(ctx, name, c.try)
		if ctx.Err() != nil {
			return
		}
		s.checked(name, s.now().Sub(began), err)
		if err != nil {
			return
		}
	}
}

// flows are those that the stack has.
func (s *smoke) flows() ([]flow, error) {
	flows, err := s.endpointFlows()
	if err != nil {
		return nil, fmt.Errorf("the stack %s cannot be called: %w", s.Stack, err)
	}
	if s.settings.HasAlarmFlow() {
		f, err := s.alarmFlow()
		if err != nil {
			return nil, err
		}
		flows = append(flows, f)
	}
	for _, listener := range s.settings.Listeners {
		f, err := s.eventFlow(listener)
		if err != nil {
			return nil, err
		}
		flows = append(flows, f)
	}
	if len(flows) == 0 {
		return nil, errors.New("the stack has nothing that could be called")
	}
	return flows, nil
}

// endpointFlows are those of the endpoints.
func (s *smoke) endpointFlows() (flows []flow, err error) {
	var urls map[string]string
	if err := s.outputs.JSON("webhookUrls", &urls); err != nil {
		return nil, err
	}
	for _, endpoint := range s.settings.Endpoints {
		switch url := urls[endpoint.Name]; {
		case url == "":
			return nil, fmt.Errorf("it has the endpoint %s in its configuration, but no address of it among its outputs: pulumi up -s %s", endpoint.Name, s.Stack)
		case url == s.smsURL():
			f, err := s.smsFlow(url)
			if err != nil {
				return nil, err
			}
			flows = append(flows, f)
		case strings.Contains(url, "{"):
			s.untried(endpoint.Name, "its path has a parameter")
		case !slices.Contains(endpoint.Methods, http.MethodPost):
			s.untried(endpoint.Name, "it does not take POST")
		default:
			flows = append(flows, s.endpointFlow(endpoint.Name, url))
		}
	}
	return flows, nil
}
