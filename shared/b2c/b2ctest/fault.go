package b2ctest

import (
	"io"
	"net/http"
)

// Fault makes a call fail. Its zero value answers with an empty 200.
type Fault struct {
	Method, Path string // which call; "" for any
	Commit       bool   // do what was asked for, and fail only then
	Status       int
	Header       map[string]string
	Body         string
	Reset        bool // close the connection without an answer
	Hang         bool // give no answer, and end the client's patience
}

func (s *Server) fail(f Fault, w http.ResponseWriter, r *http.Request) {
	switch {
	case f.Reset:
		panic(http.ErrAbortHandler)
	case f.Hang:
		s.Patience.End()
		<-r.Context().Done()
	default:
		for name, value := range f.Header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(max(f.Status, http.StatusOK))
		io.WriteString(w, f.Body)
	}
}
