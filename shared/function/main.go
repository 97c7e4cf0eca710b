package function

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/logging"
	fdk "github.com/fnproject/fdk-go"
)

// reserve is kept of a call's time for its own answer. Past the deadline the platform answers 504 in its place and ends the
// process (Fn: container contract), and the next call would have to wait for a new one.
const reserve = 500 * time.Millisecond

// Start is what a function's handler is made of.
type Start struct {
	Config *config.Reader
	Log    *slog.Logger
}

// heapGrowth is by how many percent the heap may grow before garbage is collected: by less than Go's 100, as what a function keeps
// is little. That saves 2 of 15 MB that are resident.
const heapGrowth = 50

// Main runs a function until the platform ends its process.
func Main(newHandler func(Start) http.Handler) {
	debug.SetGCPercent(heapGrowth)
	start := Start{Config: config.NewReader(os.Getenv), Log: logging.New(os.Stderr)}
	handler := newHandler(start)
	if err := start.Config.Err(); err != nil {
		start.Log.Error("the configuration cannot be used", "error", err.Error())
		os.Exit(1)
	}
	fdk.Handle(Adapt(handler))
}

// Adapt makes a function of an http.Handler. Within it the log knows the call's id, and the context ends a moment before the
// call's deadline. A call whose answer nobody would read fails if the handler answers 5xx.
func Adapt(handler http.Handler) fdk.Handler {
	next := fdk.HTTPHandler(failing(handler))
	return fdk.HandlerFunc(func(ctx context.Context, in io.Reader, out io.Writer) {
		ctx = logging.WithCall(ctx, fdk.GetContext(ctx).CallID())
		if deadline, ok := ctx.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-reserve))
			defer cancel()
		}
		next.Serve(ctx, in, out)
	})
}
