package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

const (
	// lifetime is how long the gateway may keep an answer. It never keeps one for less than a minute (API Gateway: caching of
	// authorizer functions' results), and for no longer, so that a changed secret or network counts after a minute.
	lifetime = time.Minute

	// maxSecretAge is how long a secret from Vault is used before it is read again, for the same reason. A new secret thus
	// counts after two minutes at the most: change it in Vault first, and in the vendor's settings then.
	maxSecretAge = time.Minute

	// maxRequest caps the gateway's request, in bytes. It holds a few values from headers and query, which together have at
	// most 8 KB (API Gateway: limits).
	maxRequest = 64 << 10
)

// What callers are told to show.
const (
	basicChallenge  = `Basic realm="events"`
	secretChallenge = `Secret realm="webhooks"`
)

// authorizer decides on calls.
type authorizer struct {
	secret   *credentials.Secret // nil if none is demanded
	accounts *credentials.Secret // JSON; nil if no API has one
	allowed  webhook.Networks    // empty if any address will do
	clock    func() time.Time
	log      *slog.Logger
}

func newHandler(start function.Start) http.Handler {
	vault := credentials.Options{Vault: credentials.NewVault(start.Config.Getenv), MaxAge: maxSecretAge}
	return &authorizer{
		secret:   credentials.New(start.Config, "webhook_secret", vault),
		accounts: credentials.New(start.Config, "basic_accounts", vault),
		allowed:  start.AllowedNetworks(),
		clock:    time.Now,
		log:      start.Log,
	}
}

// decision is the answer to the gateway. An inactive one becomes 401 there.
type decision struct {
	Active          bool   `json:"active"`
	ExpiresAt       string `json:"expiresAt,omitempty"`
	WWWAuthenticate string `json:"wwwAuthenticate,omitempty"`
}

// ServeHTTP answers the gateway. If a secret cannot be read or used, it breaks the call off instead: the gateway answers 502
// then and keeps nothing, and the vendor tries again, whereas a refusal would be kept and be final for some.
func (a *authorizer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, refusal := webhook.ReadBody(w, r, maxRequest)
	if refusal != nil {
		a.refuse(w, r, request{}, "unreadable request: "+refusal.Message)
		return
	}
	request, err := parseRequest(body)
	if err != nil {
		a.refuse(w, r, request, err.Error())
		return
	}
	reason, err := a.check(r.Context(), request)
	switch {
	case err != nil:
		a.log.ErrorContext(r.Context(), "cannot decide", "error", err.Error())
		panic(http.ErrAbortHandler)
	case reason != "":
		a.refuse(w, r, request, reason)
	default:
		a.log.InfoContext(r.Context(), "caller admitted", "clientAddress", request.ClientAddress, "api", request.API)
		webhook.Answer(w, http.StatusOK, decision{Active: true, ExpiresAt: a.clock().Add(lifetime).UTC().Format(time.RFC3339)})
	}
}

func (a *authorizer) refuse(w http.ResponseWriter, r *http.Request, request request, reason string) {
	a.log.WarnContext(r.Context(), "caller refused", "reason", reason)
	challenge := secretChallenge
	if request.API != "" {
		challenge = basicChallenge
	}
	webhook.Answer(w, http.StatusOK, decision{WWWAuthenticate: challenge})
}
