package b2c

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// maxRetries is how often a throttled call is tried again (Answer 12293).
const maxRetries = 3

// newBackOff returns pauses of 1, 2 and 4 seconds, each longer by up to 40 %, so that functions which were throttled
// together do not come back together.
func newBackOff() *backoff.ExponentialBackOff {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = 1200 * time.Millisecond // 1.2 s ± 1/6 is 1 s to 1.4 s
	pauses.RandomizationFactor = 1.0 / 6
	pauses.Multiplier = 2
	return pauses
}

// get makes a call that changes nothing, and makes it again while it is throttled.
func (c *Client) get(ctx context.Context, path string, query url.Values, into result) error {
	pauses := newBackOff()
	for retry := 0; ; retry++ {
		err := c.send(ctx, call{method: http.MethodGet, path: path, query: query}, into)
		if retry == maxRetries || !throttled(err) || c.pause(ctx, pauses.NextBackOff()) != nil {
			return err
		}
	}
}

// create posts value to a collection and returns what was created. If it is not certain whether that worked, look is asked
// for it: it returns the object or nil.
func (c *Client) create(ctx context.Context, collection string, value any, look func(context.Context) (*Record, error)) (Record, error) {
	var created Record
	err := c.write(ctx, call{method: http.MethodPost, path: collection, body: value}, &created, func(ctx context.Context) (bool, error) {
		found, err := look(ctx)
		if found != nil {
			created = *found
		}
		return found != nil, err
	})
	return created, err
}

// write makes a call that changes something. After a failure that may have taken effect it asks look whether it did before
// it calls again, and once more when it gives up.
func (c *Client) write(ctx context.Context, call call, into result, look func(context.Context) (bool, error)) error {
	pauses := newBackOff()
	for retry := 0; ; retry++ {
		err := c.send(ctx, call, into)
		if err == nil || !uncertain(err) {
			return err
		}
		last := retry >= retriesAfter(err)
		if !last && c.pause(ctx, pauses.NextBackOff()) != nil {
			last = true // there is no time to call again, but perhaps to look
		}
		done, lookErr := look(ctx)
		switch {
		case lookErr != nil:
			// Whether it took effect is not known, so it must not be repeated. Whoever called may call again later.
			return errors.Join(err, lookErr)
		case done:
			return nil
		case last:
			return err
		}
	}
}

// retriesAfter tells how often a write is repeated: as often as B2C Service advises if it was throttled, else once.
func retriesAfter(err error) int {
	if throttled(err) {
		return maxRetries
	}
	return 1
}

func throttled(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.Throttled()
}

func uncertain(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.uncertain
}
