package runner

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// waitReady polls for the link that an FDK makes once it listens. Fn's agent
// watches the folder; polling from half a millisecond up costs less than that
// and is seen no later.
func (i *instance) waitReady(ctx context.Context) error {
	limit := i.runner.options.Fidelity.FunctionInitPeriod
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for pause := 500 * time.Microsecond; ; pause = min(pause*3/2, 20*time.Millisecond) {
		if i.listening() {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-i.exited:
			return initFailed("function %s ended before it listened (%s)%s",
				i.function.Name, i.process.ProcessState, i.output.lastErrors())
		case <-deadline.C:
			return failure(http.StatusGatewayTimeout, "FunctionInvokeContainerInitTimeout",
				"function %s did not listen on FN_LISTENER within %s%s", i.function.Name, limit, i.output.lastErrors())
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// listening asks what Fn's agent asks: a link to a socket in the same folder.
func (i *instance) listening() bool {
	folder := filepath.Join(i.dir, socketFolder)
	target, err := os.Readlink(filepath.Join(folder, socketName))
	if err != nil || filepath.Base(target) != target {
		return false
	}
	info, err := os.Lstat(filepath.Join(folder, target))
	return err == nil && info.Mode().Type() == os.ModeSocket
}
