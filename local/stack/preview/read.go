package preview

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// maxEvents is more than any preview's events take, in bytes.
const maxEvents = 256 << 20

// Report is what a preview says.
type Report struct {
	Changes  []Change  // by operation, then by name
	Problems []Problem // why it failed
	Warnings []string
	Same     int // resources that stay as they are
}

// Failed reports whether there is no plan, because of the problems.
func (r *Report) Failed() bool { return len(r.Problems) > 0 }

// Read reads the events of one preview. seen, which may be nil, is told what the engine
// has looked at so far.
func Read(events io.Reader, seen func(resources int)) (*Report, error) {
	r := reader{changes: map[string]*Change{}, origins: map[string]string{}}
	decoder := json.NewDecoder(io.LimitReader(events, maxEvents))
	for {
		var event apitype.EngineEvent
		if err := decoder.Decode(&event); err != nil {
			if !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("reading the engine's events: %w", err)
			}
			break
		}
		r.take(event)
		if seen != nil {
			seen(r.looked)
		}
	}
	if !r.finished && len(r.Problems) == 0 {
		return nil, errors.New("reading the engine's events: they end before the summary")
	}
	return r.result(), nil
}

// reader collects what the events say.
type reader struct {
	Report
	changes  map[string]*Change // by URN
	origins  map[string]string  // by URN, of all that was refreshed
	looked   int
	finished bool
}

func (r *reader) take(event apitype.EngineEvent) {
	switch {
	case event.DiagnosticEvent != nil:
		r.diagnose(*event.DiagnosticEvent)
	case event.ErrorEvent != nil:
		r.Problems = append(r.Problems, problems("", event.ErrorEvent.Error)...)
	case event.PolicyEvent != nil:
		r.judge(*event.PolicyEvent)
	case event.ResourcePreEvent != nil:
		r.looked++
		r.step(event.ResourcePreEvent.Metadata)
	case event.ResOutputsEvent != nil:
		if step := event.ResOutputsEvent.Metadata; step.Op == apitype.OpRefresh {
			r.refreshed(step)
		}
	case event.SummaryEvent != nil:
		r.finished = true
	}
}

func (r *reader) diagnose(d apitype.DiagnosticEvent) {
	switch d.Severity {
	case "error":
		r.Problems = append(r.Problems, problems(name(d.URN), d.Message)...)
	case "warning":
		r.warn(d.Message)
	}
}

// judge takes what a policy pack says, for those who run one.
func (r *reader) judge(p apitype.PolicyEvent) {
	if p.EnforcementLevel == "mandatory" {
		r.Problems = append(r.Problems, problems(name(p.ResourceURN), p.PolicyName+": "+p.Message)...)
	} else {
		r.warn(p.PolicyName + ": " + p.Message)
	}
}

// warn takes a warning, once for all resources that it is about.
func (r *reader) warn(text string) {
	if text = oneLine(text); !slices.Contains(r.Warnings, text) {
		r.Warnings = append(r.Warnings, text)
	}
}

// step takes a step of the plan. A replacement is told as such, and besides as what it
// consists of, one of which knows what demands it.
func (r *reader) step(step apitype.StepEventMetadata) {
	if step.Op == apitype.OpCreateReplacement {
		if replaced := r.changes[step.URN]; replaced != nil && len(step.Keys) > 0 {
			replaced.Properties = nil
			replaced.addProperties(step.Keys)
		}
		return
	}
	if change, ok := newChange(step); ok {
		r.changes[step.URN] = &change
	} else if step.Op == apitype.OpSame && step.New != nil && step.New.Custom {
		r.Same++
	}
}

// refreshed takes what the engine found at the cloud: nothing, or something else than
// Pulumi left there.
func (r *reader) refreshed(step apitype.StepEventMetadata) {
	switch {
	case step.New == nil:
		r.origins[step.URN] = "deleted outside Pulumi"
	case len(step.Diffs) > 0 || len(step.DetailedDiff) > 0:
		r.origins[step.URN] = "changed outside Pulumi"
	default:
		r.origins[step.URN] = notDeployed
	}
}

const notDeployed = "not deployed yet"

func (r *reader) result() *Report {
	for urn, change := range r.changes {
		if len(r.origins) > 0 {
			change.Origin = cmp.Or(r.origins[urn], notDeployed) // what is new was not there to be refreshed
		}
		r.Changes = append(r.Changes, *change)
	}
	slices.SortFunc(r.Changes, func(a, b Change) int {
		if a.Op != b.Op {
			return a.rank() - b.rank()
		}
		return strings.Compare(a.Kind+" "+a.Name, b.Kind+" "+b.Name)
	})
	return &r.Report
}
