package ephemeral

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// journal is what a run says of itself before it does something.
type journal struct {
	Stack string    `json:"stack"`
	Local bool      `json:"local"`
	Made  bool      `json:"made"` // the stack's file was made here, and goes with the stack
	Up    bool      `json:"up"`   // there may be something in the cloud
	Step  string    `json:"step"` // what began last
	Began time.Time `json:"began"`

	path  string
	found bool // it is on disk
}

// standing is the step of a run that ended with the stack up.
const standing = "standing"

// readJournal reads the last run's. One that cannot be read is that of a run that may
// have done anything.
func readJournal(dir string) (journal, error) {
	j := journal{path: filepath.Join(dir, "journal.json")}
	content, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return j, nil
	}
	if err != nil {
		return j, err
	}
	if json.Unmarshal(content, &j) != nil {
		j.Made, j.Up, j.Step = true, true, ""
	}
	j.found = true
	return j, nil
}

// cutOff tells of a run that did not come to its end.
func (j *journal) cutOff() bool { return j.found && j.Step != standing }

func (j *journal) write() error {
	content, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(j.path, append(content, '\n')); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	j.found = true
	return nil
}

func (j *journal) remove() error {
	j.found = false
	return remove(j.path, j.path+".new")
}
