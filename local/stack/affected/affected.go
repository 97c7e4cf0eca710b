// Package affected tells which stacks a change can touch: a stack whose file changes,
// and all of them when the program, what it shares with the functions, or these change.
// A preview of any other would find nothing.
//
// Stacks whose file still has placeholders, <in angle brackets>, cannot be previewed and
// are left out, as is the stack local, which needs no preview at Oracle Cloud.
package affected

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Stacks are what was found.
type Stacks struct {
	Affected   []string // by name
	Unfinished []string // affected, but with placeholders in their files
}

// Since compares the working tree of the checkout at root with what it has in common
// with a revision of git. An empty one affects all.
func Since(ctx context.Context, root, revision string) (Stacks, error) {
	changed := []string{"Pulumi.yaml"}
	if revision != "" {
		var err error
		if changed, err = changedFiles(ctx, root, revision); err != nil {
			return Stacks{}, err
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "stacks", "Pulumi.*.yaml"))
	if err != nil {
		return Stacks{}, err
	}
	stacks := Stacks{Affected: []string{}} // JSON's []
	for _, file := range files {
		stack := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "Pulumi."), ".yaml")
		if stack == "local" || !slices.ContainsFunc(changed, func(name string) bool { return touches(name, stack) }) {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return Stacks{}, err
		}
		if placeholder.Match(content) {
			stacks.Unfinished = append(stacks.Unfinished, stack)
		} else {
			stacks.Affected = append(stacks.Affected, stack)
		}
	}
	return stacks, nil
}

// placeholder is a value that is still to be written, on a line that is no comment.
var placeholder = regexp.MustCompile(`(?m)^[^#\n]*[:-] *"?<[^>\n]+>`)

// touches tells whether a file, named from the root, decides what becomes of a stack.
func touches(name, stack string) bool {
	if name == "stacks/Pulumi."+stack+".yaml" || slices.Contains([]string{"go.mod", "go.sum", "Pulumi.yaml"}, name) {
		return true
	}
	top, _, _ := strings.Cut(name, "/")
	if !slices.Contains([]string{"infra", "functions", "shared"}, top) {
		return false
	}
	// What is compiled into nothing.
	return !strings.HasSuffix(name, "_test.go") && path.Ext(name) != ".md" && !slices.Contains(strings.Split(name, "/"), "testdata")
}

// changedFiles asks git, which gives a moved file by both its names.
func changedFiles(ctx context.Context, root, revision string) ([]string, error) {
	git := exec.CommandContext(ctx, "git", "-C", root, "diff", "--name-only", "-z", "--no-renames", "--merge-base", "--end-of-options", revision)
	out, err := git.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(oneLine(exit.Stderr))
		}
		return nil, fmt.Errorf("comparing with %s: %w: a checkout of CI needs the whole history (fetch-depth: 0)", revision, err)
	}
	return strings.FieldsFunc(string(out), func(one rune) bool { return one == 0 }), nil
}

func oneLine(text []byte) string { return string(bytes.Join(bytes.Fields(text), []byte(" "))) }
