package settings

import "encoding/json"

// Cxif is the application of the CX Industries Framework where listeners are registered, and as whom: by Username and
// Password, or by OidcClientCredentials and ClientSecret.
type Cxif struct {
	Endpoint  string `json:"endpoint"`  // base address
	Workspace string `json:"workspace"` // part of the registrations' path, if the application has workspaces
	Username  string `json:"username"`
	Password  Secret // setting cxifPassword

	OidcClientCredentials *CxifClient `json:"oidcClientCredentials"`
	ClientSecret          Secret      // setting cxifClientSecret
}

// CxifClient is an OAuth client that may register listeners.
type CxifClient struct {
	IdentityURI string `json:"identityUri"` // the token endpoint
	ClientID    string `json:"clientId"`
	Scope       string `json:"scope"`
}

// Listener is one registration: an API whose events become incidents. The application publishes them to the stack's
// events' URL with the API's name at its end, and proves itself there by one of OidcClientCredentials and Basic.
type Listener struct {
	APIName    string `json:"apiName"`
	APIVersion string `json:"apiVersion"` // such as v4
	APIID      string `json:"apiId"`      // as the REST reference calls it, or
	APINumber  string `json:"apiNumber"`  // as the implementation guide does; one of them, unless there is a hub
	Query      string `json:"query"`      // which events, in the language of package criteria; empty: all
	Hub        string `json:"hub"`        // path of the API's hub, below the endpoint: register through it

	OidcClientCredentials *OidcClient   `json:"oidcClientCredentials"`
	Basic                 *BasicAccount `json:"basic"`
}

// OidcClient is how the application gets a token, and what the gateway demands of it.
type OidcClient struct {
	IdentityURI  string `json:"identityUri"` // the token endpoint
	ClientID     string `json:"clientId"`
	ClientSecret Secret `json:"clientSecret"`
	Scope        string `json:"scope"`

	JwksURI      string              `json:"jwksUri"` // the identity provider's keys
	Issuers      []string            `json:"issuers"`
	Audiences    []string            `json:"audiences"`
	VerifyClaims map[string][]string `json:"verifyClaims"` // what further claims must be, one of them at least
}

// BasicAccount is what the application shows, and the authorizer demands.
type BasicAccount struct {
	Username string `json:"username"`
	Password Secret `json:"password"`
}

// EventFunction is what can be chosen of event-to-incident. The last three are JSON, as package tmf has it.
type EventFunction struct {
	Function
	ContactID  string          `json:"b2cserviceContactId"` // whose incidents are those of unknown parties; empty: the stack's
	Mappings   json.RawMessage `json:"mappings"`
	Statuses   json.RawMessage `json:"statuses"`
	Severities json.RawMessage `json:"severities"`
}
