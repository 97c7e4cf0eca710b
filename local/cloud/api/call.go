package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Call is a request whose sender is known.
type Call struct {
	Request *http.Request
	ID      string // opc-request-id
	Caller  signature.Principal
	Body    []byte
}

// Context ends with the request.
func (c *Call) Context() context.Context { return c.Request.Context() }

// Param is a part of the path, as the route's pattern names it.
func (c *Call) Param(name string) string { return c.Request.PathValue(name) }

// Query is the first value of a query parameter.
func (c *Call) Query(name string) string { return c.Request.URL.Query().Get(name) }

// Document is the body as a JSON object; no body is an empty one.
func (c *Call) Document() (store.Document, error) {
	if len(bytes.TrimSpace(c.Body)) == 0 {
		return store.Document{}, nil
	}
	d, err := store.ParseDocument(c.Body)
	if err != nil {
		return nil, InvalidParameter("the body is not a JSON object: %v", err)
	}
	return d, nil
}

// Answer is what a handler answers.
type Answer struct {
	Status int // 0 is 200, or 204 without a body
	Header http.Header
	Body   any // written as JSON; []byte is written as it is; nil is no body
}

// OK answers with a body.
func OK(body any) *Answer { return &Answer{Body: body} }

// With adds a header and returns the answer.
func (a *Answer) With(name, value string) *Answer {
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Set(name, value)
	return a
}
