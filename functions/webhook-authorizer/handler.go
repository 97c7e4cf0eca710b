package main

import (
	"context"
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

	// maxRequest caps the gateway's request, in bytes. It holds three values from headers and query, which together have at
	// most 8 KB (API Gateway: limits).
	maxRequest = 64 << 10
)

// authorizer decides on calls.
type authorizer struct {
	secret  *credentials.Secret // nil if none is demanded
	allowed webhook.Networks    // empty if any address will do
	clock   func() time.Time
	log     *slog.Logger
}

func newHandler(start function.Start) http.Handler {
	vault := credentials.Options{Vault: credentials.NewVault(start.Config.Getenv), MaxAge: maxSecretAge}
	return &authorizer{
		secret:  credentials.New(start.Config, "webhook_secret", vault),
		allowed: start.AllowedNetworks(),
		clock:   time.Now,
		log:     start.Log,
	}
}

// decision is the answer to the gateway. An inactive one becomes 401 there.
type decision struct {
	Active          bool   `json:"active"`
	ExpiresAt       string `json:"expiresAt,omitempty"`
	WWWAuthenticate string `json:"wwwAuthenticate,omitempty"`
}

// ServeHTTP answers the gateway. If the secret cannot be read, it breaks the call off instead: the gateway answers 502 then
// and keeps nothing, and the vendor tries again, whereas a refusal would be kept and be final for some.
func (a *authorizer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, refusal := webhook.ReadBody(w, r, maxRequest)
	if refusal != nil {
		a.refuse(w, r, "unreadable request: "+refusal.Message)
		return
	}
	request, err := parseRequest(body)
	if err != nil {
		a.refuse(w, r, err.Error())
		return
	}
	reason, err := a.check(r.Context(), request)
	switch {
	case err != nil:
		a.log.ErrorContext(r.Context(), "cannot decide", "error", err.Error())
		panic(http.ErrAbortHandler)
	case reason != "":
		a.refuse(w, r, reason)
	default:
		a.log.InfoContext(r.Context(), "caller admitted", "clientAddress", request.ClientAddress)
		webhook.Answer(w, http.StatusOK, decision{Active: true, ExpiresAt: a.clock().Add(lifetime).UTC().Format(time.RFC3339)})
	}
}

// check returns why the request is refused, or "". It fails if that cannot be decided.
func (a *authorizer) check(ctx context.Context, request request) (reason string, err error) {
	if a.secret == nil && len(a.allowed) == 0 {
		return "nothing is demanded of callers, so all are refused: set webhook_secret_ocid or allowed_client_cidrs", nil
	}
	// The gateway may show an authorizer no address, or one that the client made up. One that is outside can be refused here;
	// what looks well is decided by the function behind, which sees the gateway's own headers.
	if len(a.allowed) > 0 && !request.from(a.allowed) {
		return "the client's address is in none of the networks of allowed_client_cidrs", nil
	}
	if a.secret == nil {
		return "", nil
	}
	wanted, err := a.secret.Value(ctx)
	if err != nil {
		return "", err
	}
	if !request.has(wanted) {
		return "wrong secret or none", nil
	}
	return "", nil
}

func (a *authorizer) refuse(w http.ResponseWriter, r *http.Request, reason string) {
	a.log.WarnContext(r.Context(), "caller refused", "reason", reason)
	webhook.Answer(w, http.StatusOK, decision{WWWAuthenticate: `Secret realm="webhooks"`})
}
