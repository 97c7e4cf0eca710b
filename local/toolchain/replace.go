package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
)

// Replace has build make programs of a folder anew, in a folder beside them, and moves
// them to their places when all are made: whoever runs one meanwhile, or builds it too,
// meets the old one or the new one. Left to itself, the go command copies a program to its
// place where its temporary folder is on another file system, and who comes then gets half.
//
// build finds the programs as they were, for the go command does not link again what is up
// to date. It must not write into them, but put others there; the go command does that.
func Replace(folder string, programs []string, build func(folder string) error) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("making a folder for programs: %w", err)
	}
	anew, err := os.MkdirTemp(folder, ".building-")
	if err != nil {
		return fmt.Errorf("making a folder to build programs in: %w", err)
	}
	defer os.RemoveAll(anew)
	for _, program := range programs {
		// No link, as where there is no program yet, only has it linked again.
		_ = os.Link(filepath.Join(folder, program), filepath.Join(anew, program))
	}
	if err := build(anew); err != nil {
		return err
	}
	for _, program := range programs {
		if err := os.Rename(filepath.Join(anew, program), filepath.Join(folder, program)); err != nil {
			return fmt.Errorf("putting a program in its place: %w", err)
		}
	}
	return nil
}
