package registration

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Registration is a listener and what it wants to know.
type Registration struct {
	ID       string   `json:"id,omitempty"`
	APIs     []API    `json:"affiliated-apis"`
	Type     string   `json:"type"` // external
	Locality Locality `json:"listener-locality"`
}

// API names events: those of a version of an API that a query chooses.
type API struct {
	Name    string `json:"api-name"`
	ID      string `json:"api-id,omitempty"`
	Number  string `json:"api-number,omitempty"` // the guide's name for ID
	Version string `json:"api-version"`
	Query   string `json:"query,omitempty"` // empty: all events
}

// Locality is where the listener is. Only external ones are simulated.
type Locality struct {
	External *External      `json:"external-listener,omitempty"`
	Internal jsontext.Value `json:"internal-listener,omitzero"`
}

// External is a listener outside of the application.
type External struct {
	URL  string `json:"listener-url"`
	Auth *Auth  `json:"listener-auth,omitempty"` // none yet after a subscription through a hub
}

// Auth is what the application shows to the listener: one of the two.
type Auth struct {
	Basic *Basic `json:"basic,omitempty"`
	OIDC  *OIDC  `json:"oidc-client-credentials,omitempty"`
}

// Basic is for Basic authentication.
type Basic struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// OIDC is for a token by client credentials.
type OIDC struct {
	IdentityURI  string `json:"identity-uri"` // of the token endpoint
	ClientID     string `json:"client-id"`
	ClientSecret string `json:"client-secret"`
	Scope        string `json:"scope,omitempty"`
}

// Mask stands for a secret where a registration is shown.
const Mask = "********"

// Masked is a copy without secrets.
func (r Registration) Masked() Registration {
	if r.Locality.External == nil || r.Locality.External.Auth == nil {
		return r
	}
	external, auth := *r.Locality.External, *r.Locality.External.Auth
	if auth.Basic != nil {
		auth.Basic = &Basic{Username: auth.Basic.Username, Password: Mask}
	}
	if auth.OIDC != nil {
		oidc := *auth.OIDC
		oidc.ClientSecret = Mask
		auth.OIDC = &oidc
	}
	external.Auth = &auth
	r.Locality.External = &external
	return r
}
