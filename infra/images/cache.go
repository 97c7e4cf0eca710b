package images

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// unneeded is how long a layer is kept that nobody needs.
const unneeded = 30 * 24 * time.Hour

// forget deletes layers that no build has needed for long: each change of a function leaves one behind.
func (b Builder) forget() error {
	known, err := filepath.Glob(filepath.Join(b.Cache, "layers", "*"+factsPath("")))
	if err != nil {
		return err
	}
	for _, facts := range known {
		about, err := os.Stat(facts)
		if err != nil {
			return err
		}
		if time.Since(about.ModTime()) < unneeded {
			continue
		}
		if err := errors.Join(os.Remove(facts), os.RemoveAll(strings.TrimSuffix(facts, factsPath("")))); err != nil {
			return err
		}
	}
	return nil
}

func factsPath(path string) string { return path + ".json" }

// readFacts is an error when the cache does not have the whole layer.
func readFacts(path string) (facts, error) {
	var f facts
	text, err := os.ReadFile(factsPath(path))
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, err
	}
	archive, err := os.Stat(path)
	if err == nil && archive.Size() != f.Size {
		err = fmt.Errorf("%s has %d bytes, want %d", path, archive.Size(), f.Size)
	}
	return f, err
}
