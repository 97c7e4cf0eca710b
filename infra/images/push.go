package images

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"golang.org/x/sync/errgroup"
)

// patience is how long a registry may take to know a repository that was just created, and that we may write to it.
const patience = time.Minute

// atOnce is how many images are pushed at the same time.
const atOnce = 4

// Pusher brings images to a registry.
type Pusher struct {
	User     string // <namespace>/<user name>
	Password string // an auth token
	Log      func(text string)
	// Backoff is the time between two tries; nil: growing from half a second.
	Backoff backoff.BackOff
}

// Push brings artifacts to their references, all of one registry, with one login, and leaves out what is there already.
// A registry that is not ready is asked again for a minute: it may not know a new repository yet. Refused credentials
// fail at once.
//
// A push may end anywhere: each tag appears when all is there that it stands for, and the next push brings what is
// missing, below a tag that is there, too.
func (p Pusher) Push(ctx context.Context, artifacts map[string]Artifact) error {
	tags := map[name.Tag]Artifact{}
	for reference, artifact := range artifacts {
		tag, err := name.NewTag(reference)
		if err != nil {
			return fmt.Errorf("pushing %s: %w", reference, err)
		}
		tags[tag] = artifact
	}
	login := newLogin(p.User, p.Password, tags)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for tag, artifact := range tags {
		group.Go(func() error {
			if err := p.push(ctx, login, tag, artifact); err != nil {
				return fmt.Errorf("pushing %s: %w", tag, p.hint(err, tag))
			}
			return nil
		})
	}
	return group.Wait()
}

// push tries until it works.
func (p Pusher) push(ctx context.Context, login *login, tag name.Tag, artifact Artifact) error {
	announce := sync.OnceFunc(func() { p.Log("pushing " + tag.String()) })
	try := func() (struct{}, error) {
		session, err := login.session(ctx)
		if err == nil {
			err = session.write(ctx, tag, artifact, announce)
		}
		if err != nil {
			login.forget(session)
		}
		return struct{}{}, permanent(p.redact(err))
	}
	retry := []backoff.RetryOption{
		backoff.WithMaxElapsedTime(patience),
		backoff.WithNotify(func(err error, wait time.Duration) {
			p.Log(fmt.Sprintf("pushing %s: %v; trying again in %s", tag, err, wait.Round(time.Millisecond)))
		}),
	}
	if p.Backoff != nil {
		retry = append(retry, backoff.WithBackOff(p.Backoff))
	}
	_, err := backoff.Retry(ctx, try, retry...)
	return err
}

// permanent marks an answer that will not get better by asking again.
func permanent(err error) error {
	waiting := []int{
		http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests,
	}
	var answer *transport.Error
	if errors.As(err, &answer) && answer.StatusCode < 500 && !slices.Contains(waiting, answer.StatusCode) {
		return backoff.Permanent(err)
	}
	return err
}
