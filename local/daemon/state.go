package daemon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// State is what a running daemon says of itself.
type State struct {
	PID     int            `json:"pid"`
	Started time.Time      `json:"started"`
	Build   string         `json:"build"` // tells one build of the daemon from the next
	Ports   checkout.Ports `json:"ports"`
	Behaviour
	Ready bool `json:"ready"` // it listens on all of them
}

func statePath(dir string) string { return filepath.Join(dir, "daemon.json") }

// LogPath is the file for what the daemon of folder dir prints.
func LogPath(dir string) string { return filepath.Join(dir, "daemon.log") }

// Read returns the state of the daemon of folder dir, and whether it runs.
func Read(dir string) (state State, running bool, err error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return State{}, false, nil
	}
	// Shared, so that two who ask are not taken for a daemon by each other.
	lock := newLock(dir)
	free, err := lock.TryRLock()
	if err != nil {
		return State{}, false, fmt.Errorf("asking for the lock %s: %w", lock.Path(), err)
	}
	if free {
		return State{}, false, lock.Unlock()
	}
	content, err := os.ReadFile(statePath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, true, nil // it has just begun
	}
	if err != nil {
		return State{}, true, err
	}
	if err := json.Unmarshal(content, &state); err != nil {
		return State{}, true, fmt.Errorf("%s: %w", statePath(dir), err)
	}
	return state, true, nil
}

func newLock(dir string) *flock.Flock { return flock.New(filepath.Join(dir, "lock")) }

// write replaces the state file as a whole, so that no reader sees half of it.
func (s State) write(dir string) error {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	temporary := statePath(dir) + ".new"
	if err := os.WriteFile(temporary, append(content, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, statePath(dir))
}

// BuildID tells this build of the running program from another one. It is a
// hash of the file: `go build` sets a new time even where nothing has changed.
func BuildID() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("reading %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
