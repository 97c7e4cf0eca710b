package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// sources are the files that the plugin is made of, seen from its folder.
var sources = []string{
	"*.go", "../*.go", "../client/*.go", "../provider/*.go", "../../inputs/*.go",
	"../../../shared/criteria/*.go", "../../../shared/nesting/*.go", "../../../shared/tmf/pointer/*.go", "../../../go.mod",
}

// renewed is set for a plugin that has just been built, so that no file's time can have it built for ever.
const renewed = "CXIF_RENEWED"

// renew builds a plugin that is older than the source around it anew, and goes on as that. The engine runs what is
// compiled as it is: without this, a checkout would keep its first plugin whatever became of the source.
func renew() error {
	plugin, err := os.Executable()
	if err != nil || os.Getenv(renewed) != "" || !stale(plugin) {
		return err
	}
	if err := rebuild(plugin); err != nil {
		return err
	}
	return syscall.Exec(plugin, os.Args, append(os.Environ(), renewed+"=1"))
}

// rebuild builds the plugin beside its place and moves it there: another that is renewed, or begun, meanwhile meets the old
// one or the new one, and never half of one.
func rebuild(plugin string) error {
	folder := filepath.Dir(plugin)
	anew, err := os.MkdirTemp(folder, ".building-")
	if err != nil {
		return fmt.Errorf("making a folder to build %s in: %w", plugin, err)
	}
	defer os.RemoveAll(anew)
	built := filepath.Join(anew, filepath.Base(plugin))
	build := exec.Command("go", "build", "-buildvcs=false", "-o", built, ".")
	build.Dir = folder
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%s is older than its source, which does not compile (go build: %w):\n%s", plugin, err, output)
	}
	if err := os.Rename(built, plugin); err != nil {
		return fmt.Errorf("putting a plugin in its place: %w", err)
	}
	return nil
}

// stale tells whether a source is newer than the plugin. One that lies elsewhere than beside its source is not.
func stale(plugin string) bool {
	folder := filepath.Dir(plugin)
	built, err := os.Stat(plugin)
	if _, noSource := os.Stat(filepath.Join(folder, "main.go")); err != nil || noSource != nil {
		return false
	}
	for _, pattern := range sources {
		files, _ := filepath.Glob(filepath.Join(folder, pattern)) // the patterns are well-formed
		for _, file := range files {
			source, err := os.Stat(file)
			if err == nil && !strings.HasSuffix(file, "_test.go") && source.ModTime().After(built.ModTime()) {
				return true
			}
		}
	}
	return false
}
