package cloud

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// emailPage shows the mails that nobody was sent, newest first.
func (c *Cloud) emailPage(w http.ResponseWriter, r *http.Request) {
	mails, err := c.Emails(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	slices.Reverse(mails)
	show(w, r, emailTemplate, mails)
}

// emailWords let a line that is a link be followed.
var emailWords = template.FuncMap{
	"lines": func(text string) []string { return strings.Split(text, "\n") },
	"isLink": func(line string) bool {
		return strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://")
	},
}

var emailTemplate = template.Must(template.New("emails").Funcs(emailWords).Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Mails of the local cloud</title>
<style>body{font:15px/1.4 system-ui;margin:2rem;max-width:70rem}article{border-top:1px solid #ddd}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>
<h1>Mails</h1>
<p>What Notifications would have sent, newest first. Nothing has left this machine.</p>
{{range .}}<article><h2>{{.Subject}}</h2><p>To {{.To}}, {{.Sent.Format "2006-01-02 15:04:05 MST"}}</p><pre>{{range lines .Body}}{{if isLink .}}<a href="{{.}}">{{.}}</a>{{else}}{{.}}{{end}}{{"\n"}}{{end}}</pre></article>
{{else}}<p>There are none.</p>
{{end}}</html>
`))
