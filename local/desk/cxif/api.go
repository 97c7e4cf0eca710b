package cxif

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/cxif/hub"
	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

const (
	tokenPath = "/oauth2/v1/token"
	keysPath  = "/admin/v1/SigningCert/jwk"
)

var registrationsPath = regexp.MustCompile(`^/admin(?:/([A-Za-z0-9_-]{1,100}))?/listenerRegistrations(?:/([^/]+))?/?$`)

// Serves tells whether a path is one of the application's or the identity provider's.
func Serves(path string) bool {
	_, isHub := hub.Parse(path)
	return isHub || strings.HasPrefix(path, "/admin/") || strings.HasPrefix(path, "/oauth2/")
}

// ServeHTTP answers at the paths that Serves tells. It is no ServeMux, which would
// answer unusual paths by redirecting.
func (a *Application) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case tokenPath:
		a.identity.Token(w, r)
		return
	case keysPath:
		a.identity.Keys(w, r)
		return
	}
	if err := a.admit(w, r); err != nil {
		a.fail(w, err)
		return
	}
	if target, ok := hub.Parse(r.URL.Path); ok {
		a.hubs.Serve(w, r, target)
		return
	}
	if parts := registrationsPath.FindStringSubmatch(r.URL.Path); parts != nil {
		a.registrations.Serve(w, r, parts[1], parts[2])
		return
	}
	wire.WriteError(w, wire.Refuse(http.StatusNotFound, "There is nothing at %.200q; registrations are at /admin/listenerRegistrations", r.URL.Path))
}

// admit lets in who has the account, or a token of AdminClient. Whom it does not
// know is told how to authenticate.
func (a *Application) admit(w http.ResponseWriter, r *http.Request) error {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		if a.account.Accepts(r) {
			return nil
		}
		basic.Challenge(w)
		return wire.Refuse(http.StatusUnauthorized, "The user name or the password is missing or wrong")
	}
	client, err := a.identity.Verify(token)
	switch {
	case err != nil:
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`) // RFC 6750, section 3
		return wire.Refuse(http.StatusUnauthorized, "The access token is not valid, or no more")
	case client != AdminClient:
		return wire.Refuse(http.StatusForbidden, "The client %.100q may not change registrations", client)
	}
	return nil
}
