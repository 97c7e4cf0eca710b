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
func (c *Client) get(ctx context.Context, path string, query url.Values, result any) error {
	pauses := newBackOff()
	for retry := 0; ; retry++ {
		err := c.send(ctx, call{method: http.MethodGet, path: path, query: query}, result)
		if retry == maxRetries || !throttled(err) || c.pause(ctx, pauses.NextBackOff()) != nil {
			return err
		}
	}
}

// create posts value to a collection and returns what was created. After a failure that may have been committed it asks
// look, which returns the object or nil, before it posts again; and once more when it gives up.
func (c *Client) create(ctx context.Context, collection string, value any, look func(context.Context) (*Record, error)) (Record, error) {
	var created Record
	pauses := newBackOff()
	for retry := 0; ; retry++ {
		err := c.send(ctx, call{method: http.MethodPost, path: collection, body: value}, &created)
		if err == nil || !uncertain(err) {
			return created, err
		}
		last := retry >= retriesAfter(err)
		if !last && c.pause(ctx, pauses.NextBackOff()) != nil {
			last = true // there is no time to post again, but perhaps to look
		}
		found, lookErr := look(ctx)
		switch {
		case lookErr != nil:
			// Whether it is there is not known, so it must not be created again. Whoever called may call again later.
			return created, errors.Join(err, lookErr)
		case found != nil:
			return *found, nil
		case last:
			return created, err
		}
	}
}

// retriesAfter tells how often a create is repeated: as often as B2C Service advises if it was throttled, else once.
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
