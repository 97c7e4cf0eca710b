package b2c

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/wait"
)

// maxAnswer caps an answer's body, in bytes. 50 threads, the most that are asked for, have no more even if each holds a message
// of 64 KB, itself JSON, which quoting nearly doubles; a page of 1,000 contacts, the most there can be, has less.
const maxAnswer = 8 << 20

// maxWait caps what osvc-crest-next-request-after may ask for. A hot function remembers it for all messages to come, and a
// single wrong value must not keep it from B2C Service for days. If the site still wants fewer calls, it says so again.
const maxWait = time.Minute

// call is one call of the API.
type call struct {
	method string
	path   string // below the base, such as "contacts"
	query  url.Values
	body   any // nil for none
}

type countKey struct{}

// CountCalls returns a context that counts the calls made with it to B2C Service, repeated ones too.
func CountCalls(ctx context.Context) (context.Context, *atomic.Int64) {
	count := new(atomic.Int64)
	return context.WithValue(ctx, countKey{}, count), count
}

// send makes a call and decodes the answer into a result. If the credentials are refused and meanwhile others, it calls
// once more: a 401 did nothing, so that is safe for every call.
func (c *Client) send(ctx context.Context, call call, into result) error {
	pair, err := c.options.Credentials.Value(ctx)
	if err != nil {
		return err
	}
	err = c.sendAs(ctx, pair, call, into)
	if status(err) != http.StatusUnauthorized {
		return err
	}
	c.options.Credentials.Invalidate(pair)
	changed, readErr := c.options.Credentials.Value(ctx)
	if readErr != nil {
		return readErr
	}
	if changed == pair {
		return err
	}
	return c.sendAs(ctx, changed, call, into)
}

func (c *Client) sendAs(ctx context.Context, pair credentials.Pair, call call, into result) error {
	if err := c.awaitTurn(ctx); err != nil {
		return err
	}
	ctx, cancel := c.options.WithTimeout(ctx, c.attemptTimeout(ctx))
	defer cancel()
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	request, err := c.newRequest(ctx, pair, call)
	if err != nil {
		return err
	}
	if count, ok := ctx.Value(countKey{}).(*atomic.Int64); ok {
		count.Add(1)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return transportError(call, sent.Load(), err)
	}
	defer response.Body.Close()
	c.remember(response)
	// The body is read whole even if it is not wanted, as only then can the connection be used again.
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return transportError(call, true, err)
	}
	return decode(call, response, body, into)
}

// attemptTimeout leaves at least half of the time until the context's deadline for what follows a call that got no answer.
func (c *Client) attemptTimeout(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(c.options.AttemptTimeout, deadline.Sub(c.options.Clock())/2)
	}
	return c.options.AttemptTimeout
}

func (c *Client) newRequest(ctx context.Context, pair credentials.Pair, call call) (*http.Request, error) {
	var body io.Reader
	if call.body != nil {
		encoded, err := json.Marshal(call.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	target := c.base + call.path
	if len(call.query) > 0 {
		target += "?" + call.query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, call.method, target, body)
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(pair.User, pair.Password)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("OSvC-CREST-Application-Context", c.options.ApplicationContext)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.options.SuppressRules && call.method != http.MethodGet {
		request.Header.Set("OSvC-CREST-Suppress-Rules", "true")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.accessToken != "" {
		request.Header.Set("osvc-crest-api-access-token", c.accessToken)
	}
	return request, nil
}

// remember keeps what an answer says about the next call. After a refusal the access token is forgotten, as it may be what was
// refused: B2C Service hands out another one when it is called without.
func (c *Client) remember(response *http.Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if token := response.Header.Get("osvc-crest-api-access-token"); token != "" {
		c.accessToken = token
	}
	if response.StatusCode/100 == 4 {
		c.accessToken = ""
	}
	if after, err := strconv.ParseInt(response.Header.Get("osvc-crest-next-request-after"), 10, 32); err == nil && after > 0 {
		c.notBefore = c.options.Clock().Add(min(time.Duration(after)*time.Millisecond, maxWait))
	}
}

// awaitTurn waits until the moment that the last answer named, if it named one.
func (c *Client) awaitTurn(ctx context.Context) error {
	c.mu.Lock()
	wait := c.notBefore.Sub(c.options.Clock())
	c.mu.Unlock()
	if wait <= 0 {
		return nil
	}
	if err := c.pause(ctx, wait); err != nil {
		return fmt.Errorf("B2C Service wants no call for another %v, and this one has not as long: %w", wait, err)
	}
	return nil
}

// pause waits for d, or fails at once if the context ends before.
func (c *Client) pause(ctx context.Context, d time.Duration) error {
	return wait.Waiter{Clock: c.options.Clock, Sleep: c.options.Sleep}.For(ctx, d)
}
