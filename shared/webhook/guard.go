package webhook

import (
	"log/slog"
	"net/http"
)

// Guard lets requests through to next whose client is in the allowed networks, and refuses the others with 403.
//
// The gateway's authorizer is asked first, but it cannot be sure to see the client's address: the headers it gets are the
// client's own (API Gateway: custom authorizer's context variables). The function's are the gateway's, so it is here that
// the address is decided.
type Guard struct {
	// Configured tells whether anything was demanded of callers at all, a secret or networks. If not, everybody is refused:
	// a stack that was set up halfway must not be open.
	Configured bool
	// Allowed are the networks of permitted clients. None means any client, as long as something else was demanded.
	Allowed Networks
	Log     *slog.Logger
}

// Protect returns next behind the guard.
func (g Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reason := g.refuse(r.Header); reason != "" {
			g.Log.WarnContext(r.Context(), "caller refused", "reason", reason)
			(&Refusal{http.StatusForbidden, "Forbidden", "this caller is not allowed to send here"}).Write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse returns why a request with these headers is refused, or "".
func (g Guard) refuse(header http.Header) string {
	if !g.Configured {
		return "nothing is demanded of callers, so all are refused: set webhook_secret_ocid or allowed_client_cidrs"
	}
	if len(g.Allowed) == 0 {
		return ""
	}
	address, err := ClientAddress(header)
	if err != nil {
		return err.Error()
	}
	if !g.Allowed.Contains(address) {
		return address.String() + " is in none of the networks of allowed_client_cidrs"
	}
	return ""
}
