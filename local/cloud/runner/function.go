package runner

import (
	"net/http"
	"reflect"
	"time"
)

// Function is what an invocation runs: the function's resource together with
// what it inherits from its application. Invoking with a changed Function
// replaces the instances of the former one.
type Function struct {
	ID, Name                       string
	ApplicationID, ApplicationName string
	CompartmentID, TenancyID       string
	Image                          string            // registry/namespace/repository:tag
	ImageDigest                    string            // sha256:…, of an image or an index; empty takes what the tag names
	Architecture                   string            // of the machines it runs on; empty takes this machine's
	MemoryInMBs                    int               // 0 means 128
	Timeout                        time.Duration     // 0 means 30 s
	Config                         map[string]string // the application's and the function's, merged
}

// withDefaults fills in what Functions fills in (Functions: Create Function).
func (f Function) withDefaults() Function {
	if f.MemoryInMBs == 0 {
		f.MemoryInMBs = 128
	}
	if f.Timeout == 0 {
		f.Timeout = 30 * time.Second
	}
	return f
}

func (f Function) equal(other Function) bool { return reflect.DeepEqual(f, other) }

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

// Invocation is what became of a call.
type Invocation struct {
	Function Function
	Took     time.Duration
	Err      error // an *Error where Functions answers with one; nil: the container answered
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
