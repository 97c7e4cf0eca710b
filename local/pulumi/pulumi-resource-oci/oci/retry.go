package oci

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// attempts bounds how often a call is made; with pauses of 1, 2, 4 … 30 units
// the last attempt comes after about two minutes, as with the official provider.
const attempts = 8

// policy is oci-go-sdk's default (network errors, 429, 5xx, a resource that is
// changing), except that what is not implemented will not be the next time.
func (c *Client) policy(conflicts bool) common.RetryPolicy {
	repeat := func(r common.OCIOperationResponse) bool {
		if service, ok := common.IsServiceError(r.Error); ok {
			switch service.GetHTTPStatusCode() {
			case http.StatusNotImplemented:
				return false
			case http.StatusConflict:
				return conflicts || common.DefaultShouldRetryOperation(r)
			}
		}
		return common.DefaultShouldRetryOperation(r)
	}
	pause := func(r common.OCIOperationResponse) time.Duration {
		units := math.Min(math.Pow(2, float64(r.AttemptNumber-1)), 30)
		return time.Duration(units * float64(c.options.RetryPause))
	}
	return common.NewRetryPolicy(attempts, repeat, pause)
}

// call is a Request as oci-go-sdk's Retry wants it.
type call struct {
	Request
	client     common.BaseClient
	body       []byte
	retryToken string // the same for all attempts, so that nothing is made twice
}

func (c *call) send(
	ctx context.Context, _ common.OCIRequest, _ *common.OCIReadSeekCloser, _ map[string]string,
) (common.OCIResponse, error) {
	request, err := c.HTTPRequest(c.Method, c.Path, nil, nil)
	if err != nil {
		return answered{}, err
	}
	response, err := c.client.Call(ctx, request.WithContext(ctx))
	if err != nil && response != nil && response.Body != nil {
		response.Body.Close()
	}
	return answered{response}, err
}

// HTTPRequest builds the request anew: a body is read once.
func (c *call) HTTPRequest(
	method, path string, _ *common.OCIReadSeekCloser, _ map[string]string,
) (http.Request, error) {
	address, err := url.Parse(c.Service.Base + path)
	if err != nil {
		return http.Request{}, err
	}
	request := http.Request{
		Method: method, URL: address, Header: http.Header{},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if method == http.MethodPost {
		request.Header.Set("opc-retry-token", c.retryToken)
	}
	if c.body != nil {
		request.Header.Set("Content-Type", "application/json")
		request.ContentLength = int64(len(c.body))
		request.Body = io.NopCloser(bytes.NewReader(c.body))
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c.body)), nil }
	}
	return request, nil
}

// BinaryRequestBody is never used: bodies are JSON.
func (c *call) BinaryRequestBody() (*common.OCIReadSeekCloser, bool) { return nil, false }

// RetryPolicy leaves the choice to the caller of Retry.
func (c *call) RetryPolicy() *common.RetryPolicy { return nil }

type answered struct{ response *http.Response }

func (a answered) HTTPResponse() *http.Response { return a.response }
