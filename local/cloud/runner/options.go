package runner

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

// Credentials issues resource principals: a session token (a JWT) and the
// private key, PEM, whose public half the token carries. It is asked at each
// start of an instance, and again before a call for which the token would not
// last.
type Credentials interface {
	Issue(ctx context.Context, f Function) (rpst string, privateKeyPEM []byte, err error)
}

// Images finds the image that a function's digest names or, where that is an index's, the
// one in it for this machine.
type Images interface {
	Image(ctx context.Context, f Function) (v1.Image, error)
}

// Options are what a Runner is made of. Dir and Images are required.
type Options struct {
	Dir          string // unpacked images and instances; owned by one Runner at a time
	Images       Images
	Credentials  Credentials       // nil: functions get no resource principal
	Region       Region            // zero: us-ashburn-1
	Env          map[string]string // for every process, for example SSL_CERT_FILE
	Log          func(LogLine)     // called from many goroutines; nil: lines are dropped
	Done         func(Invocation)  // told of each invocation, from many goroutines; nil: nobody is
	IdleAfter    time.Duration     // 0 takes the fidelity switch FunctionIdlePeriod
	Clock        func() time.Time  // nil: time.Now
	MaxInstances int               // of one function; 0 means 20
	Fidelity     fidelity.Switches // zero: the defaults
}

// Region is what functions learn about where they run, as OCI_REGION_METADATA
// has it.
type Region struct {
	Domain     string `json:"realmDomainComponent"`
	Realm      string `json:"realmKey"`
	Identifier string `json:"regionIdentifier"`
	Key        string `json:"regionKey"`
}

func (o Options) withDefaults() (Options, error) {
	if o.Dir == "" || o.Images == nil {
		return o, errors.New("runner: Dir and Images are required")
	}
	dir, err := filepath.Abs(o.Dir) // a process has a working folder of its own
	if err != nil {
		return o, fmt.Errorf("runner: folder %s: %w", o.Dir, err)
	}
	o.Dir = dir
	if o.Fidelity == (fidelity.Switches{}) {
		o.Fidelity = fidelity.Defaults()
	}
	if o.Region == (Region{}) {
		o.Region = Region{Domain: "oraclecloud.com", Realm: "oc1", Identifier: "us-ashburn-1", Key: "IAD"}
	}
	if o.Log == nil {
		o.Log = func(LogLine) {}
	}
	if o.IdleAfter == 0 {
		o.IdleAfter = o.Fidelity.FunctionIdlePeriod
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.MaxInstances == 0 {
		o.MaxInstances = 20
	}
	return o, nil
}
