package runner

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"time"
)

// errUnread says that the process had ended before it read the call, so that
// sending it to another instance cannot do anything twice.
var errUnread = errors.New("the call was not read")

var errTimeout = errors.New("timeout")

// call sends one call and reads its answer, within the function's timeout and
// memory. It marks the instance as broken when that must not be used again.
func (i *instance) call(c Call) (*Answer, error) {
	i.output.callID.Store(&c.ID)
	f := i.function
	limit, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	timer := time.AfterFunc(f.Timeout, func() { cancel(errTimeout) })
	defer timer.Stop()
	defer i.watchMemory(cancel)()

	resp, err := i.client.RoundTrip(i.request(limit, c))
	if err != nil {
		return nil, i.fail(limit, err, requestSize(c))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, i.fail(limit, err, maxBody)
	}
	return i.judge(resp, body)
}

func (i *instance) request(ctx context.Context, c Call) *http.Request {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/call", bytes.NewReader(c.Body))
	if err != nil {
		panic(err) // nothing in it varies
	}
	if c.Header != nil {
		req.Header = c.Header.Clone()
	}
	f, options := i.function, i.runner.options
	deadline := options.Clock().Add(f.Timeout + options.Fidelity.FunctionDeadlineSlack)
	req.Header.Set("Fn-Call-Id", c.ID)
	req.Header.Set("Fn-Deadline", deadline.UTC().Format(time.RFC3339))
	if req.Header.Get("User-Agent") == "" {
		req.Header["User-Agent"] = nil // or net/http names itself
	}
	return req
}

// judge applies Fn's rules for a container's status: 200 is an answer, 502 and
// 504 are failures of the function, everything else breaks the contract.
func (i *instance) judge(resp *http.Response, body []byte) (*Answer, error) {
	name := i.function.Name
	switch {
	case len(body) > maxBody:
		i.broken = true
		return nil, failure(http.StatusBadGateway, "FunctionInvokeResponseBodyTooLarge",
			"function %s answered more than %d bytes", name, maxBody)
	case resp.StatusCode == http.StatusOK:
		return &Answer{Header: resp.Header, Body: body}, nil
	case resp.StatusCode == http.StatusBadGateway:
		return nil, executionFailed("function %s reported a failure; its log says which", name)
	case resp.StatusCode == http.StatusGatewayTimeout:
		return nil, timedOut(i.function)
	}
	i.broken = true
	return nil, failure(http.StatusBadGateway, "FunctionInvokeInvalidResponse",
		"function %s answered status %d; a function's container answers 200, 502 or 504", name, resp.StatusCode)
}

// fail tells apart the reasons for a call without an answer.
func (i *instance) fail(limit context.Context, err error, size int) error {
	i.broken = true
	var exceeded *Error
	switch cause := context.Cause(limit); {
	case errors.Is(cause, errTimeout):
		return timedOut(i.function)
	case errors.As(cause, &exceeded):
		return exceeded
	case unread(err, size):
		return errUnread
	}
	return executionFailed("function %s ended or closed the connection without an answer; its log says why", i.function.Name)
}

func timedOut(f Function) *Error {
	return failure(http.StatusGatewayTimeout, "FunctionInvokeTimeout", "function %s took longer than %s", f.Name, f.Timeout)
}

// oneRead is what net/http's server reads at once, the FDK's too. A peer that
// goes with unread data makes the kernel reset the connection; if all of the
// request fits in one read, a reset means that none of it was read.
const oneRead = 4096

func unread(err error, size int) bool {
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOENT) {
		return true
	}
	return size < oneRead && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE))
}

// requestSize is what c takes on the wire, rounded up.
func requestSize(c Call) int {
	size := 256 + len(c.ID) + len(c.Body) // request line and the headers of request
	for name, values := range c.Header {
		for _, v := range values {
			size += len(name) + len(v) + 4
		}
	}
	return size
}
