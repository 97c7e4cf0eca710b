package b2c_test

import (
	"net/http"

	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
)

// mishap is what may happen to a call that writes, and what has to come of it.
type mishap struct {
	name   string
	faults []b2ctest.Fault
	calls  int // how often it is made
	fails  bool
}

// mishaps are those of calls with a method.
func mishaps(method string) []mishap {
	committed := func(f b2ctest.Fault) b2ctest.Fault { f.Commit, f.Method = true, method; return f }
	lost := func(f b2ctest.Fault) b2ctest.Fault { f.Method = method; return f }
	refused := b2ctest.Fault{Status: 400, Body: b2ctest.Problem(nil, 400, "OSC-CREST-00006", "no")}
	return []mishap{
		{"no fault", nil, 1, false},
		{"committed, then a bare 503", []b2ctest.Fault{committed(b2ctest.Fault{Status: 503})}, 1, false},
		{"committed, then throttled", []b2ctest.Fault{committed(throttled)}, 1, false},
		{"committed, then 500", []b2ctest.Fault{committed(b2ctest.Fault{Status: 500, Body: "oops"})}, 1, false},
		{"committed, then reset", []b2ctest.Fault{committed(b2ctest.Fault{Reset: true})}, 1, false},
		{"committed, then silence", []b2ctest.Fault{committed(b2ctest.Fault{Hang: true})}, 1, false},
		{"committed, answered with nonsense", []b2ctest.Fault{committed(b2ctest.Fault{Status: 201, Body: "<html>"})}, 1, false},
		{"committed, answered with nothing", []b2ctest.Fault{committed(b2ctest.Fault{Status: 201, Body: `{}`})}, 1, false},
		{"lost with a 503", []b2ctest.Fault{lost(b2ctest.Fault{Status: 503})}, 2, false},
		{"lost with a reset", []b2ctest.Fault{lost(b2ctest.Fault{Reset: true})}, 2, false},
		{"lost three times, throttled", []b2ctest.Fault{lost(throttled), lost(throttled), lost(throttled)}, 4, false},
		{"lost, then committed with a 500", []b2ctest.Fault{lost(b2ctest.Fault{Status: 500}), committed(b2ctest.Fault{Status: 500})}, 2, false},
		{"lost twice", []b2ctest.Fault{lost(b2ctest.Fault{Status: 500}), lost(b2ctest.Fault{Status: 500})}, 2, true},
		{"refused", []b2ctest.Fault{lost(refused)}, 1, true},
		{"cannot look", []b2ctest.Fault{committed(b2ctest.Fault{Status: 500}), {Method: http.MethodGet, Status: 500}}, 1, true},
	}
}
