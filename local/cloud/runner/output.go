package runner

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxLine   = 64 << 10 // longer lines are logged in pieces
	keptLines = 10       // of stderr, for a function that does not start
)

// output turns what a process writes into log lines with the id of the call.
type output struct {
	function Function
	log      func(LogLine)
	clock    func() time.Time
	callID   atomic.Pointer[string]

	mu      sync.Mutex
	streams []*stream
	errors  []string // the last lines of stderr
}

func newOutput(f Function, o Options) *output {
	return &output{function: f, log: o.Log, clock: o.Clock}
}

func (o *output) stream(name string) io.Writer {
	s := &stream{output: o, name: name}
	o.streams = append(o.streams, s)
	return s
}

// flush logs last lines without an end. The process must be gone.
func (o *output) flush() {
	for _, s := range o.streams {
		if len(s.partial) > 0 {
			o.line(s.name, s.partial)
		}
	}
}

func (o *output) line(stream string, text []byte) {
	line := LogLine{Function: o.function, Stream: stream, Text: strings.TrimSuffix(string(text), "\r"), Time: o.clock()}
	if id := o.callID.Load(); id != nil {
		line.CallID = *id
	}
	if stream == "stderr" {
		o.mu.Lock()
		o.errors = append(o.errors, line.Text)
		if len(o.errors) > keptLines {
			o.errors = o.errors[1:]
		}
		o.mu.Unlock()
	}
	o.log(line)
}

// lastErrors is the end of stderr as the end of a message.
func (o *output) lastErrors() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.errors) == 0 {
		return ""
	}
	return ": " + strings.Join(o.errors, "\n")
}

// stream cuts one pipe into lines.
type stream struct {
	output  *output
	name    string
	partial []byte
}

func (s *stream) Write(p []byte) (int, error) {
	s.partial = append(s.partial, p...)
	for {
		line, rest, found := bytes.Cut(s.partial, []byte("\n"))
		if !found && len(s.partial) >= maxLine {
			line, rest, found = s.partial, nil, true
		}
		if !found {
			return len(p), nil
		}
		s.output.line(s.name, line)
		s.partial = rest
	}
}
