package control

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind names what a fault does.
type Kind string

// The faults.
const (
	Throttle         Kind = "throttle"
	Unavailable      Kind = "unavailable"
	Unauthorized     Kind = "unauthorized"
	NextRequestAfter Kind = "next-request-after"
	CommitThen503    Kind = "commit-then-503"
	CommitThenReset  Kind = "commit-then-reset"
	Slow             Kind = "slow"
	Hang             Kind = "hang"
	Reset            Kind = "reset"
)

var kinds = []Kind{Throttle, Unavailable, Unauthorized, NextRequestAfter, CommitThen503, CommitThenReset, Slow, Hang, Reset}

// Match says which calls a fault strikes; an empty field matches all.
type Match struct {
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty"`
}

// Fault is one planned disturbance.
type Fault struct {
	ID      int   `json:"id"`
	Match   Match `json:"match"`
	Fault   Kind  `json:"fault"`
	Times   int   `json:"times"`   // how many calls it strikes in all; 1 if not given
	DelayMS int   `json:"delayMs"` // 1000 if not given
	Struck  int   `json:"struck"`  // how many it has struck
}

const (
	defaultDelayMS = 1000
	maxDelayMS     = 10 * 60 * 1000
	maxTimes       = 1_000_000
	maxFaults      = 1000 // planned at a time
)

func (f Fault) delay() time.Duration { return time.Duration(f.DelayMS) * time.Millisecond }

// normalize fills in what was not given and reports what is wrong.
func (f *Fault) normalize() error {
	if f.Times == 0 {
		f.Times = 1
	}
	if f.DelayMS == 0 {
		f.DelayMS = defaultDelayMS
	}
	f.Match.Method = strings.ToUpper(f.Match.Method)
	if f.Match.Path != "" && !strings.HasPrefix(f.Match.Path, "/") {
		f.Match.Path = "/" + f.Match.Path
	}
	var faults []error
	if !slices.Contains(kinds, f.Fault) {
		faults = append(faults, fmt.Errorf("fault is %.40q; choose one of %v", f.Fault, kinds))
	}
	if f.Times < 1 || f.Times > maxTimes {
		faults = append(faults, fmt.Errorf("times is %d; choose 1 to %d", f.Times, maxTimes))
	}
	if f.DelayMS < 0 || f.DelayMS > maxDelayMS {
		faults = append(faults, fmt.Errorf("delayMs is %d; choose 0 to %d", f.DelayMS, maxDelayMS))
	}
	if _, err := path.Match(f.Match.Path, ""); err != nil {
		faults = append(faults, fmt.Errorf("match.path %.80q is no pattern: %w", f.Match.Path, err))
	}
	return errors.Join(faults...)
}

func (m Match) matches(method, resource string) bool {
	if m.Method != "" && m.Method != method {
		return false
	}
	ok, _ := path.Match(m.Path, resource)
	return ok || m.Path == ""
}

// Plan is the faults that are to strike.
type Plan struct {
	mu     sync.Mutex
	faults []*Fault
	lastID int
}

// Add plans a fault and returns it as it is planned.
func (p *Plan) Add(f Fault) (Fault, error) {
	if err := f.normalize(); err != nil {
		return Fault{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = slices.DeleteFunc(p.faults, func(f *Fault) bool { return len(p.faults) >= maxFaults && f.Struck >= f.Times })
	if len(p.faults) >= maxFaults {
		return Fault{}, fmt.Errorf("%d faults are planned already; DELETE them first", maxFaults)
	}
	p.lastID++
	f.ID, f.Struck = p.lastID, 0
	p.faults = append(p.faults, &f)
	return f, nil
}

// Take is the fault that strikes a call, if one does: the earliest planned that
// matches, with byPath by a path, and is not spent.
func (p *Plan) Take(method, resource string, byPath bool) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.faults {
		if f.Struck < f.Times && f.Match.matches(method, resource) && (f.Match.Path != "" || !byPath) {
			f.Struck++
			return *f, true
		}
	}
	return Fault{}, false
}

// List is every fault, spent ones included, in the order they were planned.
func (p *Plan) List() []Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]Fault, 0, len(p.faults))
	for _, f := range p.faults {
		list = append(list, *f)
	}
	return list
}

// Clear forgets every fault.
func (p *Plan) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
}
