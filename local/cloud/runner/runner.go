package runner

import (
	"context"
	"errors"
	"net/http"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

// Function is what an invocation runs: the function's resource together with
// what it inherits from its application. Invoking with a changed Function
// replaces the instances of the former one.
type Function struct {
	ID, Name                       string
	ApplicationID, ApplicationName string
	CompartmentID, TenancyID       string
	Image                          string            // registry/namespace/repository:tag
	ImageDigest                    string            // sha256:…; empty takes what the tag names
	MemoryInMBs                    int               // 0 means 128
	Timeout                        time.Duration     // 0 means 30 s
	Config                         map[string]string // the application's and the function's, merged
}

// Call is one invocation.
type Call struct {
	ID     string      // Fn-Call-Id
	Header http.Header // what the container gets besides Fn-Call-Id and Fn-Deadline
	Body   []byte      // at most 6 MB
}

// Answer is what the container answered with status 200.
type Answer struct {
	Header http.Header
	Body   []byte
}

// Instance is one running process of a function.
type Instance struct {
	PID     int
	Started time.Time
	Busy    bool
	Calls   int
}

// LogLine is one line a function wrote to stdout or stderr.
type LogLine struct {
	Function Function
	CallID   string // the call in progress, or the last one
	Stream   string // stdout or stderr
	Text     string
	Time     time.Time
}

// Credentials issues resource principals: a session token (a JWT) and the
// private key, PEM, whose public half the token carries.
type Credentials interface {
	Issue(ctx context.Context, f Function) (rpst string, privateKeyPEM []byte, err error)
}

// Images finds the image of a function.
type Images interface {
	Image(ctx context.Context, f Function) (v1.Image, error)
}

// Options are what a Runner is made of. Dir and Images are required.
type Options struct {
	Dir          string            // unpacked images and instances; owned by one Runner at a time
	Images       Images            //
	Credentials  Credentials       // nil: functions get no resource principal
	Env          map[string]string // for every process, for example SSL_CERT_FILE
	Log          func(LogLine)     // nil: lines are dropped
	IdleAfter    time.Duration     // 0 takes the fidelity switch FunctionIdlePeriod
	Clock        func() time.Time  // nil: time.Now
	MaxInstances int               // of one function; 0 means 20
	Fidelity     fidelity.Switches // zero: the defaults
}

// Runner runs functions as processes.
type Runner struct{ options Options }

// New makes a Runner.
func New(o Options) (*Runner, error) { return &Runner{options: o}, nil }

// Invoke runs one call.
func (r *Runner) Invoke(ctx context.Context, f Function, c Call) (*Answer, error) {
	return nil, errors.New("runner: not written yet")
}

// Retire stops the instances of a function, each after the call it is in.
func (r *Runner) Retire(functionID string) {}

// Instances are the running processes of a function.
func (r *Runner) Instances(functionID string) []Instance { return nil }

// Close stops everything and waits until no process is left.
func (r *Runner) Close() error { return nil }
