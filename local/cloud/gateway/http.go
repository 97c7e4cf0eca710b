package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// maxBackendBody bounds a request for an HTTP backend (API Gateway: Limits).
const maxBackendBody = 20 << 20

// httpBackend is an HTTP_BACKEND. The URL may hold context variables in its
// path; the client's query is sent along.
type httpBackend struct {
	url       string
	transport http.RoundTripper
}

// newHTTPBackend's timeouts are documented: connecting 60 s, reading 10 s. The
// one for sending has no counterpart in net/http and is not applied.
func newHTTPBackend(b apigateway.HttpBackend) httpBackend {
	return httpBackend{*b.Url, &http.Transport{
		DialContext:           (&net.Dialer{Timeout: seconds(b.ConnectTimeoutInSeconds, 60)}).DialContext,
		ResponseHeaderTimeout: seconds(b.ReadTimeoutInSeconds, 10),
		TLSClientConfig:       &tls.Config{InsecureSkipVerify: isTrue(b.IsSslVerifyDisabled)}, // the deployment's own choice
		DisableCompression:    true,
		IdleConnTimeout:       30 * time.Second,
	}}
}

func seconds(s *float32, otherwise float32) time.Duration {
	if s == nil {
		s = &otherwise
	}
	return time.Duration(float64(*s) * float64(time.Second))
}

func (b httpBackend) serve(x *exchange) (refused *refusal) {
	target, err := url.Parse(x.expandEncoded(b.url, url.PathEscape))
	if err != nil {
		return &refusal{status: http.StatusBadGateway, code: codeHTTPBackend, detail: "the backend's URL cannot be read: " + err.Error()}
	}
	if x.r.ContentLength > maxBackendBody {
		return &refusal{status: http.StatusRequestEntityTooLarge, code: codeTooLarge, detail: "the request body is too large for its backend"}
	}
	x.r.Body = http.MaxBytesReader(x.w, x.r.Body, maxBackendBody)
	proxy := httputil.ReverseProxy{
		Transport: b.transport,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL, p.Out.Host = target, target.Host
			p.Out.URL.RawQuery = append(parseQuery(target.RawQuery), x.query...).String()
			p.Out.Header = x.header.Clone()
			p.Out.Header.Set("User-Agent", "Oracle API Gateway")
		},
		ModifyResponse: func(r *http.Response) error {
			x.cleanResponse(r.Header)
			return nil
		},
		ErrorHandler: func(_ http.ResponseWriter, _ *http.Request, err error) { refused = backendFailed(err) },
		ErrorLog:     log.New(io.Discard, "", 0), // the execution log has it
	}
	proxy.ServeHTTP(x.w, x.r)
	return refused
}

func backendFailed(err error) *refusal {
	r := &refusal{status: http.StatusBadGateway, code: codeHTTPBackend, detail: err.Error()}
	var timeout net.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		r.status, r.code = http.StatusRequestEntityTooLarge, codeTooLarge
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		r.status = http.StatusGatewayTimeout
	}
	return r
}
