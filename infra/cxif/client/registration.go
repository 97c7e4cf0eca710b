package client

// Registration is a listener registration (CX Industries REST reference: listenerRegistrations).
type Registration struct {
	ID             string          `json:"id,omitempty"` // the application's, such as listener-registration9tx8k
	AffiliatedAPIs []AffiliatedAPI `json:"affiliated-apis,omitempty"`
	Type           string          `json:"type,omitempty"` // internal or external
	Locality       *Locality       `json:"listener-locality,omitempty"`
}

// AffiliatedAPI is an API whose events are delivered.
type AffiliatedAPI struct {
	Name    string `json:"api-name,omitempty"`
	ID      string `json:"api-id,omitempty"`     // such as orcl-621
	Number  string `json:"api-number,omitempty"` // the implementation guide's name for ID
	Version string `json:"api-version,omitempty"`
	Query   string `json:"query,omitempty"` // "": all events
}

// Locality tells where the listener is.
type Locality struct {
	External *External `json:"external-listener,omitempty"`
}

// External is a listener outside of the application.
type External struct {
	URL  string `json:"listener-url,omitempty"`
	Auth *Auth  `json:"listener-auth,omitempty"`
}

// Auth is how a caller authenticates itself: one of the two.
type Auth struct {
	Basic *Basic `json:"basic,omitempty"`
	OIDC  *OIDC  `json:"oidc-client-credentials,omitempty"`
}

// Basic is an account.
type Basic struct {
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
}

// OIDC is an OAuth client with the grant client credentials.
type OIDC struct {
	IdentityURI  string `json:"identity-uri,omitempty"` // the token endpoint
	ClientID     string `json:"client-id,omitempty"`
	ClientSecret string `json:"client-secret,omitempty"`
	Scope        string `json:"scope,omitempty"`
}

// Listener is an external listener, not yet registered.
func Listener(url string, apis []AffiliatedAPI, auth Auth) Registration {
	return Registration{AffiliatedAPIs: apis, Type: "external"}.WithURL(url).WithAuth(auth)
}

// URL is where events are sent to; "" if the registration does not say.
func (r Registration) URL() string { return r.external().URL }

// Auth is how the application authenticates itself at the listener; empty if the registration does not say.
func (r Registration) Auth() Auth {
	if auth := r.external().Auth; auth != nil {
		return *auth
	}
	return Auth{}
}

// WithURL is the registration with another URL.
func (r Registration) WithURL(url string) Registration {
	external := r.external()
	external.URL = url
	r.Locality = &Locality{External: &external}
	return r
}

// WithAuth is the registration with other credentials.
func (r Registration) WithAuth(auth Auth) Registration {
	external := r.external()
	external.Auth = &auth
	r.Locality = &Locality{External: &external}
	return r
}

// external is a copy, to be changed.
func (r Registration) external() External {
	if r.Locality == nil || r.Locality.External == nil {
		return External{}
	}
	return *r.Locality.External
}

// secrets are what must not be told.
func (a Auth) secrets() []string {
	var secrets []string
	if a.Basic != nil {
		secrets = append(secrets, a.Basic.Password)
	}
	if a.OIDC != nil {
		secrets = append(secrets, a.OIDC.ClientSecret)
	}
	return secrets
}
