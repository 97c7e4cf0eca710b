package function

import (
	"bytes"
	"maps"
	"net/http"

	fdk "github.com/fnproject/fdk-go"
)

// failing makes calls that are no HTTP requests of a client fail where the handler answers them with a 5xx: it closes the
// connection without an answer. Fn's contract knows an answer of 502 for that, but fdk-go answers every call with 200.
//
// No answer reaches fdk-go before the handler has returned. When a call is broken off, here or in the handler, nothing of an
// answer may have been written: fdk-go uses its buffers again for other calls as they are.
func failing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		held := &heldAnswer{header: http.Header{}}
		next.ServeHTTP(held, r)
		_, hasClient := fdk.GetContext(r.Context()).(fdk.HTTPContext)
		if !hasClient && held.status >= http.StatusInternalServerError {
			panic(http.ErrAbortHandler)
		}
		held.writeTo(w)
	})
}

// heldAnswer is an answer that is not sent yet.
type heldAnswer struct {
	header http.Header
	status int // 0 until the handler says it
	body   bytes.Buffer
}

func (a *heldAnswer) Header() http.Header { return a.header }

// WriteHeader takes the first status, as net/http does.
func (a *heldAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *heldAnswer) Write(data []byte) (n int, err error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}

func (a *heldAnswer) writeTo(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	w.Write(a.body.Bytes())
}
