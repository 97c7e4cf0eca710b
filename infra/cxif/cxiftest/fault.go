package cxiftest

import (
	"net/http"
	"net/http/httptest"
)

// Fault is what goes wrong with one request.
type Fault struct {
	Status int    // of the answer; 0: there is none, the connection is cut
	Body   string // of the answer; "": TM Forum's Error
	After  bool   // the request takes effect nevertheless
}

// Fail makes the next requests with a method go wrong, one for each fault. The fault Fault{Status: 200} lets one pass.
func (a *Application) Fail(method string, faults ...Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults[method] = append(a.faults[method], faults...)
}

func (a *Application) faulty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, ok := a.nextFault(r.Method)
		if !ok || fault.Status == http.StatusOK {
			next.ServeHTTP(w, r)
			return
		}
		if fault.After {
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		switch {
		case fault.Status == 0:
			panic(http.ErrAbortHandler)
		case fault.Body != "":
			w.WriteHeader(fault.Status)
			w.Write([]byte(fault.Body))
		default:
			refuse(w, fault.Status, "a fault")
		}
	})
}

func (a *Application) nextFault(method string) (Fault, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.faults[method]) == 0 {
		return Fault{}, false
	}
	fault := a.faults[method][0]
	a.faults[method] = a.faults[method][1:]
	return fault, true
}
