package desk

import (
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/connect"
	"github.com/cxbridge/cxbridge/local/desk/control"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/page"
	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

// routes puts the parts of the desk in their places.
func (d *Desk) routes(o Options, account basic.Account, key []byte) http.Handler {
	plan, journal, cxifJournal := &control.Plan{}, &control.Journal{}, &control.Journal{}
	staff := basic.NewStaff(o.User, o.Password)
	api := (&control.API{Plan: plan, Journal: journal, Account: account, Staff: staff}).Handler()
	pages := &page.Pages{Site: d.site, Listeners: d.cxif, Account: account, Example: o.Example, Logger: o.Logger}

	mux := http.NewServeMux()
	mux.Handle("/", pages.Handler())
	mux.Handle("/desk/faults", api)
	mux.Handle("/desk/password", api)
	mux.Handle("/desk/requests", api)
	mux.Handle("/cxif/", d.cxif.Control(cxifJournal))
	mux.HandleFunc("GET /desk/health", func(w http.ResponseWriter, r *http.Request) {
		control.Write(w, http.StatusOK, map[string]any{
			"status": "ok", "contacts": d.store.Count(site.Contacts), "incidents": d.store.Count(site.Incidents),
		})
	})
	mux.HandleFunc("GET /desk/fidelity", func(w http.ResponseWriter, r *http.Request) {
		control.Write(w, http.StatusOK, map[string]any{"switches": *o.Fidelity, "list": fidelity.List()})
	})
	rest := connect.New(connect.Options{
		Site: d.site, Account: staff, Fidelity: *o.Fidelity, TokenKey: key, MaxBody: o.MaxBody, Logger: o.Logger,
	})
	return apisFirst(
		&control.Middleware{Next: rest, Refuse: refuseREST, Plan: plan, Journal: journal, Clock: o.Clock, Closing: d.closing},
		&control.Middleware{Next: d.cxif, Refuse: refuseCXIF, ByPath: true, Plan: plan, Journal: cxifJournal, Clock: o.Clock, Closing: d.closing},
		mux)
}

// apisFirst sends calls of the simulated APIs on without a ServeMux, which would
// answer paths with double slashes or dots by redirecting.
func apisFirst(rest, application, others http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/services/"):
			rest.ServeHTTP(w, r)
		case cxif.Serves(r.URL.Path):
			application.ServeHTTP(w, r)
		default:
			others.ServeHTTP(w, r)
		}
	})
}

// refuseREST answers a fault as B2C Service would.
func refuseREST(w http.ResponseWriter, r *http.Request, fault control.Kind) {
	if fault == control.Unauthorized {
		basic.Challenge(w)
		connect.WriteProblem(w, r, problem.New(problem.Unauthorized, "The user name or the password is wrong"))
		return
	}
	connect.WriteProblem(w, r, problem.New(problem.Throttled, "Too many requests at a time; try again later"))
}

// refuseCXIF answers a fault as an application of CX Industries would.
func refuseCXIF(w http.ResponseWriter, _ *http.Request, fault control.Kind) {
	if fault == control.Unauthorized {
		basic.Challenge(w)
		wire.WriteError(w, wire.Refuse(http.StatusUnauthorized, "The user name or the password is wrong"))
		return
	}
	w.Header().Set("Retry-After", "1")
	wire.WriteError(w, wire.Refuse(http.StatusTooManyRequests, "Too many requests at a time; try again later"))
}
