package progress

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestTellUntilStopped(t *testing.T) {
	for took, want := range map[time.Duration]string{
		time.Second:     "",
		5 * time.Second: "at it, 2s\nat it, 4s\n",
	} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			stop := Tell(&log, 2*time.Second, func() string { return "at it" })
			time.Sleep(took)
			stop()
			if log.String() != want {
				t.Errorf("of what takes %s is told %q, want %q", took, log.String(), want)
			}
		})
	}
}
