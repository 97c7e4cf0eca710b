// Package functiontest calls functions in tests as the platform does: over the Fn contract's socket, with the headers that
// the gateway adds.
package functiontest

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/function"
	fdk "github.com/fnproject/fdk-go"
)

// Function is a running function.
type Function struct{ client *http.Client }

// Request is a request of the gateway's client. Method is POST, and URL /webhooks/test, where it is empty.
type Request struct {
	Method   string
	URL      string
	Header   map[string]string
	Body     string
	CallID   string
	Deadline time.Time // none where it is zero
}

// Answer is what the gateway's client gets.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Serve runs a handler as a function until the test ends.
func Serve(t testing.TB, handler http.Handler) *Function {
	t.Helper()
	socket := Socket(t)
	t.Setenv("FN_FORMAT", "http-stream")
	t.Setenv("FN_LISTENER", "unix:"+socket)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go fdk.HandleContext(ctx, function.Adapt(handler))
	Await(t, socket)
	return Connect(t, socket)
}

// Socket returns a path for a function's socket. Those of t.TempDir may be longer than a socket's path can be.
func Socket(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "fn")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "lsnr.sock")
}

// Await waits until a function listens: until it has linked the socket, as the contract wants it.
func Await(t testing.TB, socket string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Microsecond) {
		if _, err := os.Lstat(socket); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the function did not listen within a minute")
		}
	}
}

// Connect returns the function that listens on a socket.
func Connect(t testing.TB, socket string) *Function {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &Function{&http.Client{Transport: transport}}
}

// Gateway calls the function as a route's backend.
func (f *Function) Gateway(ctx context.Context, request Request) (Answer, error) {
	method := request.Method
	if method == "" {
		method = http.MethodPost
	}
	header := http.Header{}
	header.Set("Fn-Intent", "httprequest")
	header.Set("Fn-Http-Method", method)
	header.Set("Fn-Http-Request-Url", cmp.Or(request.URL, "/webhooks/test"))
	header.Set("Fn-Call-Id", request.CallID)
	header.Set("Content-Type", "application/octet-stream")
	if !request.Deadline.IsZero() {
		header.Set("Fn-Deadline", request.Deadline.UTC().Format(time.RFC3339))
	}
	for name, value := range request.Header {
		header.Set("Fn-Http-H-"+name, value)
		if http.CanonicalHeaderKey(name) == "Content-Type" {
			header.Set(name, value)
		}
	}
	answer, err := f.call(ctx, header, request.Body)
	if err != nil {
		return Answer{}, err
	}
	if answer.Status, err = strconv.Atoi(answer.Header.Get("Fn-Http-Status")); err != nil {
		return Answer{}, fmt.Errorf("the function set no status: %w", err)
	}
	return answer, nil
}

// Invoke calls the function as an authorizer is called: without the headers of a client. An error means that the function
// broke the call off, which the gateway's client sees as 502.
func (f *Function) Invoke(ctx context.Context, body string) (Answer, error) {
	return f.call(ctx, http.Header{"Content-Type": {"application/json"}}, body)
}

// Notification is a message that Notifications delivers.
type Notification struct {
	Body      string
	MessageID string
	Topic     string    // OCID
	CallID    string    // of the invocation
	Deadline  time.Time // of the invocation; none where it is zero
}

// Notify calls the function as Notifications does: with the message as it was published, and what is known of it in headers.
// An error means that the function broke the call off, and that the message is delivered again.
func (f *Function) Notify(ctx context.Context, n Notification) (Answer, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	header.Set("Fn-Call-Id", n.CallID)
	header.Set("X-OCI-NS-MessageId", n.MessageID)
	header.Set("X-OCI-NS-TopicOcid", n.Topic)
	header.Set("X-OCI-NS-Timestamp", time.Now().UTC().Format(time.RFC3339))
	if !n.Deadline.IsZero() {
		header.Set("Fn-Deadline", n.Deadline.UTC().Format(time.RFC3339))
	}
	return f.call(ctx, header, n.Body)
}

func (f *Function) call(ctx context.Context, header http.Header, body string) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/call", strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	request.Header = header
	response, err := f.client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return Answer{response.StatusCode, response.Header, string(content)}, err
}
