package progress

import (
	"io"
	"testing"
	"time"
)

func TestTellUntilStopped(t *testing.T) {
	reader, writer := io.Pipe()
	stop := Tell(writer, time.Millisecond, func() string { return "at it" })
	line := make([]byte, len("at it, 0s\n"))
	if _, err := io.ReadFull(reader, line); err != nil || string(line) != "at it, 0s\n" {
		t.Errorf("told %q, %v", line, err)
	}
	go io.Copy(io.Discard, reader) // a line may be under way
	stop()
}
