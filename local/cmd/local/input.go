package main

import (
	"fmt"
	"io"
	"os"
)

// readInput reads a file, or standard input for -: at most so many bytes, which is
// the largest that whom takes.
func readInput(path string, stdin io.Reader, limit int, whom string) ([]byte, error) {
	source := stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		source = file
	}
	content, err := io.ReadAll(io.LimitReader(source, int64(limit)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", path, err)
	case len(content) == 0:
		return nil, fmt.Errorf("%s is empty: there is nothing to publish", path)
	case len(content) > limit:
		return nil, fmt.Errorf("%s is larger than %d bytes, the most that %s takes", path, limit, whom)
	}
	return content, nil
}
