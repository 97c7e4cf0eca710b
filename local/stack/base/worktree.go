package base

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// worktree is one of git's, of the repository at root.
type worktree struct{ root, dir string }

// make checks a revision out, in the place of whatever is there.
func (w worktree) make(ctx context.Context, revision string) error {
	if err := w.remove(); err != nil {
		return err
	}
	commit, err := w.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return errors.New("there is no such commit here: git fetch gets it, and in a checkout of CI the whole history (fetch-depth: 0)")
	}
	if err != nil {
		return err
	}
	_, err = w.git(ctx, "worktree", "add", "--quiet", "--detach", "--force", w.dir, commit)
	return err
}

// remove takes it away, if it is there, whoever made it. What git does not know of, or
// cannot take away, is a folder.
func (w worktree) remove() error {
	_, _ = w.git(context.Background(), "worktree", "remove", "--force", w.dir)
	return os.RemoveAll(w.dir)
}

func (w worktree) git(ctx context.Context, args ...string) (string, error) {
	git := exec.CommandContext(ctx, "git", append([]string{"-C", w.root}, args...)...)
	var said bytes.Buffer
	git.Stderr = &said
	out, err := git.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(said.Bytes()))
	}
	return string(bytes.TrimSpace(out)), nil
}
