package demo

import (
	"bytes"
	"io"
)

// indenter writes each line three columns to the right, under its step.
type indenter struct {
	out     io.Writer
	midLine bool
}

func (i *indenter) Write(text []byte) (int, error) {
	for line := range bytes.Lines(text) {
		if !i.midLine && len(bytes.TrimSpace(line)) > 0 {
			if _, err := io.WriteString(i.out, "   "); err != nil {
				return 0, err
			}
		}
		if _, err := i.out.Write(line); err != nil {
			return 0, err
		}
		i.midLine = !bytes.HasSuffix(line, []byte("\n"))
	}
	return len(text), nil
}
