package cxiftest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

var (
	registrationsPath = regexp.MustCompile(`^/admin(?:/[^/]+)?/listenerRegistrations(?:/([^/]+))?$`)
	hubPath           = regexp.MustCompile(`/([^/]+)/(v[0-9]+)/hub(?:/([^/]+))?$`)
)

func (a *Application) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if path := registrationsPath.FindStringSubmatch(r.URL.Path); path != nil {
		a.serveRegistrations(w, r, path[1])
	} else if path := hubPath.FindStringSubmatch(r.URL.Path); path != nil {
		a.serveHub(w, r, path[1], path[2], path[3])
	} else {
		http.NotFound(w, r)
	}
}

func (a *Application) serveRegistrations(w http.ResponseWriter, r *http.Request, id string) {
	if id == "" && r.Method == http.MethodGet {
		answer(w, http.StatusOK, a.list())
		return
	}
	if id == "" && r.Method == http.MethodPost {
		var document map[string]any
		if json.NewDecoder(r.Body).Decode(&document) != nil {
			refuse(w, http.StatusBadRequest, "not JSON")
			return
		}
		answer(w, http.StatusCreated, a.hide(a.register(document)))
		return
	}
	found, ok := a.registrations[id]
	if !ok {
		refuse(w, http.StatusNotFound, "no such registration")
		return
	}
	switch r.Method {
	case http.MethodGet:
		answer(w, http.StatusOK, a.hide(found))
	case http.MethodPatch:
		a.patch(w, r, id)
	case http.MethodDelete:
		delete(a.registrations, id)
		w.WriteHeader(http.StatusNoContent)
	}
}

func (a *Application) serveHub(w http.ResponseWriter, r *http.Request, name, version, id string) {
	if r.Method == http.MethodDelete {
		if a.registrations[id] == nil {
			refuse(w, http.StatusNotFound, "no such subscription")
			return
		}
		delete(a.registrations, id)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var body struct{ Callback, Query string }
	if json.NewDecoder(r.Body).Decode(&body) != nil {
		refuse(w, http.StatusBadRequest, "not JSON")
		return
	}
	api := map[string]any{"api-name": name, "api-version": version}
	if body.Query != "" {
		api["query"] = body.Query
	}
	made := a.register(map[string]any{
		"affiliated-apis": []any{api}, "type": "external",
		"listener-locality": map[string]any{"external-listener": map[string]any{"listener-url": body.Callback}},
	})
	answer(w, http.StatusCreated, map[string]any{"id": made["id"], "callback": body.Callback, "query": body.Query})
}

func (a *Application) patch(w http.ResponseWriter, r *http.Request, id string) {
	body, _ := io.ReadAll(r.Body)
	patch, err := jsonpatch.DecodePatch(body)
	if err != nil || r.Header.Get("Content-Type") != "application/json-patch+json" {
		refuse(w, http.StatusBadRequest, "not a JSON Patch")
		return
	}
	text, _ := json.Marshal(a.registrations[id])
	text, err = patch.Apply(text)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	var document map[string]any
	json.Unmarshal(text, &document)
	a.registrations[id] = document
	answer(w, http.StatusOK, a.hide(document))
}

func (a *Application) register(document map[string]any) map[string]any {
	a.made++
	id := fmt.Sprintf("listener-registration%d", a.made)
	document = clone(document)
	// As an application may have it: a member that no client knows of.
	document["id"], document["@type"] = id, "ListenerRegistration"
	a.registrations[id] = document
	return document
}

// list answers all registrations: the filters are not implemented, as may be the case elsewhere.
func (a *Application) list() []any {
	all := []any{}
	for _, id := range slices.Sorted(maps.Keys(a.registrations)) {
		all = append(all, a.hide(a.registrations[id]))
	}
	return all
}

var secretMember = regexp.MustCompile(`("(?:password|client-secret)":)"[^"]*"`)

// hide masks secrets.
func (a *Application) hide(document map[string]any) map[string]any {
	if a.naked {
		return document
	}
	text, _ := json.Marshal(document)
	var hidden map[string]any
	json.NewDecoder(strings.NewReader(secretMember.ReplaceAllString(string(text), `$1"********"`))).Decode(&hidden)
	return hidden
}
