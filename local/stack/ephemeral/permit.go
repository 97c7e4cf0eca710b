package ephemeral

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// expiring finds the time that only test stacks have.
var expiring = regexp.MustCompile(`(?m)^\s+cxbridge:expires:\s*["']?[0-9]`)

// mayMake refuses a name that is somebody else's.
func (l *life) mayMake(ctx context.Context) error {
	if err := l.sameCloud(); err != nil {
		return err
	}
	if l.journal.found && l.journal.Made {
		return nil
	}
	file := filepath.Join("stacks", filepath.Base(l.file()))
	switch {
	case l.isTestStack():
		return fmt.Errorf("%s is there already: %s throws that test stack away, or choose another name", file, l.command("remove"))
	case isFile(l.file()):
		return fmt.Errorf("%s is a stack of the project's, not one for a test: choose another name", file)
	case l.inBackend:
		return l.inherit(ctx)
	}
	return nil
}

// inherit takes a test stack that was made elsewhere, by a machine that may be no more, once
// nobody can be at work on it: when it has expired.
func (l *life) inherit(ctx context.Context) error {
	state, err := l.Pulumi.State(ctx, l.Stack)
	if err != nil {
		return err
	}
	owner, expires := state.Tags["owner"], state.Tags["expires"]
	if expires == "" {
		return fmt.Errorf("the backend has a stack %s that was not made here: choose another name, or throw it away with %s", l.Stack, l.command("remove"))
	}
	if over, err := time.Parse(time.RFC3339, expires); err == nil && owner == l.Owner && over.Before(l.Now()) {
		l.journal.Made, l.journal.Up, l.dirty = true, true, true
		return nil
	}
	return fmt.Errorf("the backend has a test stack %s that was not made here, of %s until %s: choose another name or, if nobody works on it any more, throw it away with %s --owner %s",
		l.Stack, owner, expires, l.command("remove"), owner)
}

// mayTake finds out whether the stack was made for a test, and refuses another one
// unless that is meant.
func (l *life) mayTake() error {
	if err := l.sameCloud(); err != nil {
		return err
	}
	switch {
	case l.journal.found && l.journal.Made:
	case l.isTestStack(): // its journal was lost, and with it where its run ended
		l.journal.Made, l.journal.Up, l.dirty = true, l.inBackend, true
	case l.inBackend || isFile(l.file()):
		if !l.Any {
			return fmt.Errorf("%s was not made here for a test (%s): if you mean it, give --any", l.Stack, l.whyNot())
		}
		lost := !isFile(l.file())
		l.journal.Made, l.journal.Up, l.dirty = lost, l.inBackend, lost
	}
	return nil
}

func (l *life) whyNot() string {
	if isFile(l.file()) {
		return "its settings have no expires"
	}
	return "there is no " + filepath.Join("stacks", filepath.Base(l.file()))
}

// isTestStack tells whether the stack's file says when it expires.
func (l *life) isTestStack() bool {
	content, err := os.ReadFile(l.file())
	return err == nil && expiring.Match(content)
}

// checkFoundation refuses one that is meant and is not there, such as a mistyped one.
func (l *life) checkFoundation() error {
	if l.Foundation == "" || l.IfThere || slices.Contains(l.stacks, l.Foundation) {
		return nil
	}
	return fmt.Errorf("there is no stack %s, whose vault and key were to be used: pulumi stack ls names those that are there; an empty --foundation means a vault of the stack's own", l.Foundation)
}

// sameCloud refuses to finish on one cloud what was begun on another.
func (l *life) sameCloud() error {
	if !l.journal.found || l.journal.Stack == "" || l.journal.Local == l.Local {
		return nil
	}
	if l.journal.Local {
		return fmt.Errorf("the stack %s is on the local cloud: give --local", l.Stack)
	}
	return fmt.Errorf("the stack %s is on Oracle Cloud: leave --local away", l.Stack)
}
