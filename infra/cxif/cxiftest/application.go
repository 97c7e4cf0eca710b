package cxiftest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Who may administer listeners, by either way.
const (
	Username     = "admin"
	Password     = "admin-password"
	ClientID     = "cxif-admin"
	ClientSecret = "cxif-admin-secret"
	token        = "a-token-of-the-identity-provider"
)

// Application is a running application.
type Application struct {
	URL      string // the base address
	TokenURL string

	mu            sync.Mutex
	naked         bool // secrets are shown
	registrations map[string]map[string]any
	made          int
	faults        map[string][]Fault
	requests      []Request
}

// Request is what the application was asked.
type Request struct{ Method, Path, Body string }

// New starts an application that ends with the test.
func New(t *testing.T) *Application {
	a := &Application{registrations: map[string]map[string]any{}, faults: map[string][]Fault{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth2/v1/token", a.token)
	mux.Handle("/", a.recorded(a.faulty(http.HandlerFunc(a.serve))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	a.URL, a.TokenURL = server.URL, server.URL+"/oauth2/v1/token"
	return a
}

// Requests are those so far with a method; with "", all.
func (a *Application) Requests(method string) []Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(a.requests), func(r Request) bool { return method != "" && r.Method != method })
}

// Registrations are those that there are, by id.
func (a *Application) Registrations() map[string]map[string]any {
	a.mu.Lock()
	defer a.mu.Unlock()
	copied := map[string]map[string]any{}
	for id, document := range a.registrations {
		copied[id] = clone(document)
	}
	return copied
}

// Put puts a registration there behind everybody's back, in place of one with the same id; nil takes it away.
func (a *Application) Put(id string, document map[string]any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.registrations, id)
	if document != nil {
		document = clone(document)
		document["id"] = id
		a.registrations[id] = document
	}
}

// ShowSecrets makes answers hold the secrets that they else hide.
func (a *Application) ShowSecrets() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.naked = true
}

func (a *Application) token(w http.ResponseWriter, r *http.Request) {
	if id, secret, ok := r.BasicAuth(); !ok || id != ClientID || secret != ClientSecret || r.FormValue("grant_type") != "client_credentials" {
		answer(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "no such client"})
		return
	}
	answer(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
}

// recorded keeps what was asked, and lets in whoever may.
func (a *Application) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		a.mu.Lock()
		a.requests = append(a.requests, Request{Method: r.Method, Path: r.URL.Path, Body: strings.TrimSpace(string(body))})
		a.mu.Unlock()
		user, password, _ := r.BasicAuth()
		if (user != Username || password != Password) && r.Header.Get("Authorization") != "Bearer "+token {
			refuse(w, http.StatusUnauthorized, "who are you")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// refuse answers with TM Forum's Error.
func refuse(w http.ResponseWriter, status int, reason string) {
	answer(w, status, map[string]any{"code": "60", "reason": reason, "message": "refused", "@type": "Error"})
}

func clone(document map[string]any) map[string]any {
	text, err := json.Marshal(document)
	if err != nil {
		panic(err) // what is there came from JSON
	}
	var copied map[string]any
	if err := json.Unmarshal(text, &copied); err != nil {
		panic(err)
	}
	return copied
}
