package cloud

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// pages are the cloud's own, beside OCI's API. They need no signature and tell no secret.
func (c *Cloud) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /cxbridge/health", c.health)
	mux.HandleFunc("GET /cxbridge/fidelity", c.fidelityPage)
	mux.HandleFunc("GET /cxbridge/emails", c.emailPage)
	return mux
}

// Health is what /cxbridge/health answers.
type Health struct {
	Status   string          `json:"status"` // ok
	URL      string          `json:"url"`
	Gateways []GatewayHealth `json:"gateways"`
}

// GatewayHealth is one gateway that listens.
type GatewayHealth struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	URL         string `json:"url"`
}

func (c *Cloud) health(w http.ResponseWriter, r *http.Request) {
	h := Health{Status: "ok", URL: c.options.URL, Gateways: []GatewayHealth{}}
	err := c.engine.Look(r.Context(), nil, func(op *resource.Op) error {
		gateways, err := op.Find(store.Query{Kind: "apigateway"})
		for _, g := range gateways {
			h.Gateways = append(h.Gateways, GatewayHealth{g.ID, g.Doc.String("displayName"), "http://" + g.Doc.String("hostname")})
		}
		return err
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	writeJSON(w, h)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// show answers programs with JSON and people with a page.
func show(w http.ResponseWriter, r *http.Request, page *template.Template, v any) {
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		writeJSON(w, v)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page.Execute(w, v)
}

// assumption is a switch with the value it has in this cloud.
type assumption struct {
	fidelity.Switch
	Value string
}

func (c *Cloud) fidelityPage(w http.ResponseWriter, r *http.Request) {
	var list []assumption
	for _, s := range fidelity.List() {
		value, _ := c.options.Fidelity.Get(s.Name)
		list = append(list, assumption{s, value})
	}
	show(w, r, fidelityTemplate, list)
}

var fidelityTemplate = template.Must(template.New("fidelity").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>What the local cloud assumes</title>
<style>body{font:15px/1.4 system-ui;margin:2rem;max-width:70rem}td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd}</style>
<h1>What the local cloud assumes</h1>
<p>Oracle documents none of this, or one published sample is all there is. Each is a switch.</p>
<table><tr><th>Switch<th>Value<th>Assumption<th>What is known</tr>
{{range .}}<tr><td><code>{{.Name}}</code><td><code>{{.Value}}</code>{{if ne .Value .Default}} (default <code>{{.Default}}</code>){{end}}<td>{{.Assumption}}<td>{{.Source}}</tr>
{{end}}</table></html>
`))
