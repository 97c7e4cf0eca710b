package preview

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cxbridge/cxbridge/local/stack/progress"
	"github.com/cxbridge/cxbridge/local/stack/remedy"
)

// Pulumi is the CLI, see package target.
type Pulumi interface {
	Command(ctx context.Context, args ...string) *exec.Cmd
}

// Options say what to preview.
type Options struct {
	Pulumi
	Stack      string
	ConfigFile string        // instead of the stack's own
	Refresh    bool          // look first at what there is
	Log        io.Writer     // for how far it is
	Every      time.Duration // how often that is said; progress.Usual if zero
}

// Run previews a stack. A preview that fails is a report, with the problems; the error
// says why there is none.
func Run(ctx context.Context, o Options) (*Report, error) {
	args := []string{"preview", "-s", o.Stack, "--json", "--non-interactive", "--color", "never"}
	if o.ConfigFile != "" {
		args = append(args, "--config-file", o.ConfigFile)
	}
	if o.Refresh {
		args = append(args, "--refresh")
	}
	command := o.Command(ctx, args...)
	command.Env = append(command.Environ(), "PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true")
	var said bytes.Buffer
	command.Stderr = &said
	events, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("running pulumi preview: %w", err)
	}
	report, err := o.follow(events)
	_, drained := io.Copy(io.Discard, events) // or the CLI would not end
	ended := command.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("previewing %s: %w", o.Stack, ctx.Err())
	case err != nil && said.Len() > 0:
		return nil, fmt.Errorf("previewing %s: %s", o.Stack, o.said(said.String()))
	case err != nil:
		return nil, fmt.Errorf("previewing %s: %w", o.Stack, errors.Join(err, drained, ended))
	case ended != nil && !report.Failed():
		return nil, fmt.Errorf("previewing %s: %w: %s", o.Stack, ended, o.said(said.String()))
	}
	return report, nil
}

// follow reads the events and says from time to time how far the engine is.
func (o Options) follow(events io.Reader) (*Report, error) {
	var looked atomic.Int64
	stop := progress.Tell(o.Log, cmp.Or(o.Every, progress.Usual), func() string {
		return fmt.Sprintf("preview: %s: %d steps", o.Stack, looked.Load())
	})
	defer stop()
	return Read(events, func(n int) { looked.Store(int64(n)) })
}

// said is the end of what the CLI said, without the word that it begins errors by, and
// with what to do where it does not say that.
func (o Options) said(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	text = strings.TrimPrefix(strings.Join(lines[max(0, len(lines)-5):], "\n"), "error: ")
	if known := remedy.OfPulumi(o.Stack, text); known != "" {
		text += ": " + known
	}
	return text
}
