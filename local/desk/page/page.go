// Package page shows the simulated site to people: the list of incidents at /, one
// incident with its threads at /incidents/{reference}, and at /listeners who is
// registered for events and what was delivered. It only reads.
//
// To a browser on this machine the pages are open; from elsewhere, or under a
// host name that is not this machine's (a name that someone else's page could
// have pointed here), they ask for the desk's account.
package page

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

//go:embed templates style.css
var files embed.FS

var (
	listTemplate      = parse("list.html")
	incidentTemplate  = parse("incident.html")
	listenersTemplate = parse("listeners.html")
	errorTemplate     = parse("error.html")
)

func parse(name string) *template.Template {
	return template.Must(template.ParseFS(files, "templates/layout.html", "templates/"+name))
}

// pageSize is how many incidents a page lists.
const pageSize = 25

// Pages are the pages for people.
type Pages struct {
	Site      *site.Site
	Listeners Listeners
	Account   basic.Account
	Example   string // the command that an empty desk suggests
	Logger    *slog.Logger
}

// Handler routes the pages.
func (p *Pages) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.list)
	mux.HandleFunc("GET /incidents/{reference}", p.incident)
	mux.HandleFunc("GET /listeners", p.listeners)
	mux.HandleFunc("GET /desk/style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "style.css")
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		p.fail(w, http.StatusNotFound, "There is no such page", "The incidents are on the first page.")
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		if !isLocal(r) && !p.Account.Accepts(r) {
			basic.Challenge(w)
			p.fail(w, http.StatusUnauthorized, "Who are you?", "From another machine these pages need the desk's user name and password.")
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// isLocal tells whether a browser on this machine asks under this machine's own
// name or address.
func isLocal(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !from.Addr().Unmap().IsLoopback() {
		return false
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.ParseInt(r.URL.Query().Get("page"), 10, 32)
	if err != nil || number < 1 {
		number = 1
	}
	number = min(number, maxPages)
	found, err := p.Site.Find(site.Incidents, site.Query{Order: "id:desc", Limit: pageSize, Offset: (int(number) - 1) * pageSize})
	if err != nil {
		p.failed(w, err)
		return
	}
	view := listView{Title: "Incidents", Total: found.Total, Example: p.Example, Page: int(number), Pages: max(1, (found.Total+pageSize-1)/pageSize)}
	for _, record := range found.Records {
		view.Incidents = append(view.Incidents, p.summary(record))
	}
	p.show(w, http.StatusOK, listTemplate, view)
}

// maxPages keeps the number of a page in the range of its arithmetic.
const maxPages = 1_000_000

func (p *Pages) incident(w http.ResponseWriter, r *http.Request) {
	record, err := p.Site.Incident(r.PathValue("reference"))
	if err != nil {
		p.failed(w, err)
		return
	}
	p.show(w, http.StatusOK, incidentTemplate, p.detail(record))
}

// failed shows an error: what is missing as such, anything else as the desk's fault.
func (p *Pages) failed(w http.ResponseWriter, err error) {
	var missing *problem.Problem
	if errors.As(err, &missing) {
		p.fail(w, missing.Status, "There is no such incident", missing.Detail)
		return
	}
	p.Logger.Error("a page failed", "error", err)
	p.fail(w, http.StatusInternalServerError, "The desk failed", "Its log says why.")
}

func (p *Pages) fail(w http.ResponseWriter, status int, title, text string) {
	p.show(w, status, errorTemplate, struct{ Title, Text string }{title, text})
}

// show writes a page only when all of it has been made.
func (p *Pages) show(w http.ResponseWriter, status int, page *template.Template, view any) {
	var content bytes.Buffer
	if err := page.ExecuteTemplate(&content, "layout.html", view); err != nil {
		p.Logger.Error("a page failed", "error", err)
		http.Error(w, "The desk failed; its log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(content.Bytes()) // an error means that the browser has gone
}
