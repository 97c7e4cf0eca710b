// Package affected tells which stacks a change can touch: a stack whose file changes,
// and all of them when the program, what it shares with the functions, or these change.
// A preview of any other would find nothing.
//
// Stacks whose file still has placeholders, <in angle brackets>, cannot be previewed and
// are left out, as is the stack local, which needs no preview at Oracle Cloud.
package affected

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
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
		if isUnfinished(content) {
			stacks.Unfinished = append(stacks.Unfinished, stack)
		} else {
			stacks.Affected = append(stacks.Affected, stack)
		}
	}
	return stacks, nil
}

// isUnfinished tells whether a value of a stack's file is still to be written. What is no
// YAML is left to the preview to refuse.
func isUnfinished(file []byte) bool {
	var document yaml.Node
	return yaml.Unmarshal(file, &document) == nil && hasPlaceholder(&document)
}

// hasPlaceholder goes by what the settings take for one, see package settings. YAML's key to
// merge by, <<, is none.
func hasPlaceholder(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Tag != "!!merge" && strings.HasPrefix(node.Value, "<") || slices.ContainsFunc(node.Content, hasPlaceholder)
}

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

// changedFiles asks git, which gives a moved file by both its names. What it does not know
// of yet is changed, too.
func changedFiles(ctx context.Context, root, revision string) ([]string, error) {
	tracked, err := git(ctx, root, "diff", "--name-only", "-z", "--no-renames", "--relative", "--merge-base", "--end-of-options", revision)
	if err != nil {
		return nil, fmt.Errorf("comparing with %s: %w", revision, err)
	}
	others, err := git(ctx, root, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	return append(tracked, others...), nil
}

// git runs a command that lists files, each ended by a zero.
func git(ctx context.Context, root string, args ...string) (files []string, err error) {
	out, err := exec.CommandContext(ctx, "git", append([]string{"-C", root}, args...)...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("git %s: %s: a checkout of CI needs the whole history (fetch-depth: 0)", args[0], strings.Join(strings.Fields(string(exit.Stderr)), " "))
	}
	return strings.FieldsFunc(string(out), func(one rune) bool { return one == 0 }), err
}
