package base

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/stack/gittest"
)

// newCheckout is a repository with two commits, whose pulumi is a script.
func newCheckout(t *testing.T, script string) checkout.Checkout {
	t.Helper()
	root := t.TempDir()
	here := checkout.Checkout{Root: root, Home: filepath.Join(root, ".cxbridge"), Toolchain: filepath.Join(root, ".cxbridge", "tools")}
	for _, tool := range []string{"pulumi", "pulumi-language-go", "pulumi-resource-oci"} {
		write(t, here.Tool(tool), "#!/bin/sh\n"+script)
	}
	write(t, filepath.Join(root, ".gitignore"), "/.cxbridge/\n")
	write(t, filepath.Join(root, "stacks", "Pulumi.local.yaml"), "config: {registry: 127.0.0.1:8480}\n")
	gittest.Init(t, root)
	gittest.Commit(t, root)
	write(t, filepath.Join(root, "stacks", "Pulumi.local.yaml"), "config: {registry: 127.0.0.1:8480, new: true}\n")
	gittest.Commit(t, root)
	return here
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// mustBeGone fails if anything of a base is left.
func mustBeGone(t *testing.T, here checkout.Checkout) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(here.Home, "base")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
	if list := gittest.Run(t, here.Root, "worktree", "list"); strings.Count(list, "\n") != 1 {
		t.Errorf("worktrees are left:\n%s", list)
	}
}

// The revision is brought up with its own files, the working tree's with its own, and
// both on the same cloud.
func TestBothRevisionsOnOneCloud(t *testing.T) {
	here := newCheckout(t, `[ "$1" != up ] || pwd`)
	b, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD~1", Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	before := read(t, filepath.Join(b.worktree.dir, "stacks", "Pulumi.local.yaml"))
	now := read(t, b.ConfigFile)
	if strings.Contains(before, "new") || strings.Contains(before, ":8480") || now != strings.Replace(before, "}", ", new: true}", 1) {
		t.Errorf("the configurations are\n%s%s", before, now)
	}
	if command := b.Command(context.Background(), "preview"); command.Dir != here.Root {
		t.Errorf("the preview runs in %s", command.Dir)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	mustBeGone(t, here)
}

func TestAnInterruptLeavesNothing(t *testing.T) {
	here := newCheckout(t, `case $1 in up) touch ../begun; exec sleep 600 ;; esac`)
	ctx, interrupt := context.WithTimeout(context.Background(), time.Minute)
	defer interrupt()
	go func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(filepath.Join(here.Home, "begun")); err == nil {
				interrupt()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := Open(ctx, Options{Checkout: here, Revision: "HEAD", Log: t.Output()}); err == nil || !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("err = %v, %v", err, ctx.Err())
	}
	mustBeGone(t, here)
}

func TestAFailureSaysWhyAndLeavesNothing(t *testing.T) {
	here := newCheckout(t, `case $1 in up) echo no such thing; exit 1 ;; esac`)
	_, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD", Log: t.Output()})
	if err == nil || !strings.Contains(err.Error(), "bringing up revision HEAD: pulumi up: exit status 1\nno such thing") {
		t.Errorf("err = %v", err)
	}
	mustBeGone(t, here)
}

// A process that was killed has taken nothing away.
func TestWhatAKilledRunLeftIsRemoved(t *testing.T) {
	here := newCheckout(t, "exit 0")
	left := worktree{root: here.Root, dir: filepath.Join(here.Home, "base")}
	if err := left.make(context.Background(), "HEAD"); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(left.dir, ".cxbridge", "local", "cloud.db"), "half")
	b, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD~1", Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	mustBeGone(t, here)
}

// A worktree whose disk is not there at the moment is its owner's.
func TestOtherWorktreesAreLeftAlone(t *testing.T) {
	here := newCheckout(t, "exit 0")
	other := filepath.Join(t.TempDir(), "other")
	gittest.Run(t, here.Root, "worktree", "add", "-q", "--detach", other)
	if err := os.RemoveAll(other); err != nil {
		t.Fatal(err)
	}
	b, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD", Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if list := gittest.Run(t, here.Root, "worktree", "list"); !strings.Contains(list, other) {
		t.Errorf("the other worktree is forgotten:\n%s", list)
	}
}

// Whoever has ports of their own has them in the working tree alone.
func TestPortsThatOnlyTheWorkingTreeNames(t *testing.T) {
	here := newCheckout(t, "exit 0")
	write(t, filepath.Join(here.Root, "stacks", "Pulumi.local.yaml"), "config: {registry: 127.0.0.1:9480}\n")
	b, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD", Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close() //nolint:errcheck // what is left of it is tested elsewhere
	for _, file := range []string{filepath.Join(b.worktree.dir, "stacks", "Pulumi.local.yaml"), b.ConfigFile} {
		if text := read(t, file); strings.Contains(text, "127.0.0.1:8480") || strings.Contains(text, "127.0.0.1:9480") {
			t.Errorf("the stack goes to another cloud: %s", text)
		}
	}
}

func TestRevisionsThatAreNone(t *testing.T) {
	here := newCheckout(t, "exit 0")
	for _, revision := range []string{"nowhere", "--help", "HEAD:stacks"} {
		_, err := Open(context.Background(), Options{Checkout: here, Revision: revision, Log: t.Output()})
		if err == nil || !strings.Contains(err.Error(), "getting revision "+revision+": there is no such commit here") {
			t.Errorf("%s: %v", revision, err)
		}
	}
}

func TestACheckoutThatIsNoRepository(t *testing.T) {
	here := newCheckout(t, "exit 0")
	if err := os.RemoveAll(filepath.Join(here.Root, ".git")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD", Log: t.Output()})
	if err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("err = %v", err)
	}
}

func TestOneAtATime(t *testing.T) {
	here := newCheckout(t, "exit 0")
	lock := flock.New(filepath.Join(here.Home, "base.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock() //nolint:errcheck // the test is over
	_, err := Open(context.Background(), Options{Checkout: here, Revision: "HEAD", Log: t.Output()})
	if err == nil || !strings.Contains(err.Error(), "another preview with --base is under way") {
		t.Errorf("err = %v", err)
	}
}
