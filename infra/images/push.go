package images

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// patience is how long a registry may take to know a repository that was just created, and that we may write to it.
const patience = time.Minute

// Pusher brings images to a registry.
type Pusher struct {
	User     string
	Password string
	Log      func(text string)
	// Backoff is the time between two tries; nil: growing from half a second.
	Backoff backoff.BackOff
}

// Push brings an image to its reference, unless it is there already. A registry that is not ready is asked again for a
// minute; refused credentials fail at once.
func (p Pusher) Push(ctx context.Context, reference string, image v1.Image) error {
	tag, err := name.NewTag(reference)
	if err != nil {
		return fmt.Errorf("pushing %s: %w", reference, err)
	}
	options := []remote.Option{
		remote.WithContext(ctx),
		remote.WithAuth(&authn.Basic{Username: p.User, Password: p.Password}),
		remote.WithRetryBackoff(remote.Backoff{Steps: 1}), // the retries are ours
	}
	push := func() (struct{}, error) { return struct{}{}, permanent(p.push(tag, image, options)) }
	retry := []backoff.RetryOption{
		backoff.WithMaxElapsedTime(patience),
		backoff.WithNotify(func(err error, wait time.Duration) {
			p.Log(fmt.Sprintf("pushing %s: %v; trying again in %s", reference, err, wait.Round(time.Millisecond)))
		}),
	}
	if p.Backoff != nil {
		retry = append(retry, backoff.WithBackOff(p.Backoff))
	}
	if _, err := backoff.Retry(ctx, push, retry...); err != nil {
		return fmt.Errorf("pushing %s: %w", reference, hint(err))
	}
	return nil
}

func (p Pusher) push(tag name.Tag, image v1.Image, options []remote.Option) error {
	digest, err := digestOf(image)
	if err != nil {
		return err
	}
	if there, err := remote.Head(tag, options...); err == nil && there.Digest == digest {
		return nil
	}
	p.Log("pushing " + tag.String())
	return remote.Write(tag, image, options...)
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

// hint adds what to do about refused credentials.
func hint(err error) error {
	var answer *transport.Error
	if errors.As(err, &answer) && (answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden) {
		return fmt.Errorf("%w\ncheck the settings registryUser (<namespace>/<user>) and registryPassword (an auth token), "+
			"and that the user may manage repos in the stack's compartment", err)
	}
	return err
}
