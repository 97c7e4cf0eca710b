package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/oauth2"
)

const (
	maxAnswer = 4 << 20 // bytes of an answer that are read
	maxTries  = 5       // attempts at a call
)

// call is one request.
type call struct {
	method, path string
	query        url.Values
	contentType  string
	body         any      // encoded as JSON; nil for none
	secrets      []string // in the body
}

func (c call) String() string { return c.method + " " + c.path }

// retry makes attempts until one works, or fails for good, or there were enough of them.
func (c *Client) retry(ctx context.Context, attempt func() error) error {
	var last error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		last = attempt()
		if last != nil && !transient(last) {
			return struct{}{}, backoff.Permanent(last)
		}
		return struct{}{}, last
	}, backoff.WithBackOff(c.pauses()), backoff.WithMaxTries(maxTries))
	if err == nil {
		return nil
	}
	return last // also where ctx has ended: what failed says more than that
}

// again makes a call that can be made twice, until it works.
func (c *Client) again(ctx context.Context, call call, result any) error {
	return c.retry(ctx, func() error { return c.send(ctx, call, result) })
}

// send makes a call once and decodes the answer into result, unless that is nil. Its errors are *Error.
func (c *Client) send(ctx context.Context, call call, result any) error {
	request, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return unanswered(call, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return unanswered(call, err)
	}
	switch {
	case answer.StatusCode/100 == 3:
		return &Error{Call: call.String(), Status: answer.StatusCode, Message: "a redirect", remedy: checkEndpoint}
	case answer.StatusCode/100 != 2:
		return refused(call.String(), answer.StatusCode, body, slices.Concat(call.secrets, c.secrets))
	case result == nil:
		return nil
	case len(body) > maxAnswer:
		err = fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	default:
		err = json.Unmarshal(body, result)
	}
	if err != nil {
		return &Error{Call: call.String(), Status: answer.StatusCode, Message: err.Error(), remedy: checkEndpoint, uncertain: true}
	}
	return nil
}

// request builds a call's request, with what the application is to know this client by.
func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	address := c.endpoint.JoinPath(call.path)
	address.RawQuery = call.query.Encode()
	var content bytes.Buffer
	if call.body != nil {
		if err := json.NewEncoder(&content).Encode(call.body); err != nil {
			return nil, fmt.Errorf("%s: %w", call, err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, call.method, address.String(), &content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", call, err)
	}
	request.Header.Set("Accept", "application/json")
	if call.body != nil {
		request.Header.Set("Content-Type", call.contentType)
	}
	if c.basic != nil {
		request.SetBasicAuth(c.basic.Username, c.basic.Password)
		return request, nil
	}
	token, err := c.tokens.Token()
	if err != nil {
		return nil, c.noToken(err)
	}
	token.SetAuthHeader(request)
	return request, nil
}

// noToken makes an error of what a token endpoint answered. Nothing was asked of the application yet.
func (c *Client) noToken(err error) error {
	const call = "getting a token of the identity provider"
	failed := (*oauth2.RetrieveError)(nil)
	if !errors.As(err, &failed) {
		return &Error{Call: call, Message: quote(err.Error(), c.secrets), again: true, remedy: checkIdentity, cause: err}
	}
	e := refused(call, failed.Response.StatusCode, nil, nil)
	// Whatever the status, it is not about what is at the application.
	e.uncertain, e.gone, e.remedy = false, false, checkIdentity
	e.Code, e.Message = quote(failed.ErrorCode, c.secrets), quote(failed.ErrorDescription, c.secrets)
	return e
}

// unanswered makes an error of a call without a whole answer. If not even a connection came about, nothing took effect.
func unanswered(call call, err error) error {
	e := &Error{Call: call.String(), Message: err.Error(), again: true, uncertain: true, remedy: checkNetwork, cause: err}
	dial, certificate := (*net.OpError)(nil), (*tls.CertificateVerificationError)(nil)
	switch {
	case errors.As(err, &certificate):
		e.again, e.uncertain, e.remedy = false, false, checkTrust
	case errors.As(err, &dial) && dial.Op == "dial":
		e.uncertain = false
	}
	return e
}
