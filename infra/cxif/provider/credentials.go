package provider

import (
	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Basic is an account that the application authenticates itself with at the listener.
type Basic struct {
	Username string `pulumi:"username"`
	Password string `pulumi:"password" provider:"secret"`
}

// Annotate describes the type for the schema.
func (b *Basic) Annotate(a infer.Annotator) {
	a.Describe(&b, "An account that the application authenticates itself with at the listener.")
	a.Describe(&b.Username, "User name.")
	a.Describe(&b.Password, "Password.")
}

// OidcClientCredentials are an OAuth client that the application gets tokens with for its calls of the listener.
type OidcClientCredentials struct {
	IdentityUri  string  `pulumi:"identityUri"`
	ClientId     string  `pulumi:"clientId"`
	ClientSecret string  `pulumi:"clientSecret" provider:"secret"`
	Scope        *string `pulumi:"scope,optional"`
}

// Annotate describes the type for the schema.
func (o *OidcClientCredentials) Annotate(a infer.Annotator) {
	a.Describe(&o, "An OAuth client, with the grant client credentials, that the application gets tokens with "+
		"for its calls of the listener.")
	a.Describe(&o.IdentityUri, "Token endpoint of the identity provider.")
	a.Describe(&o.ClientId, "The client's id.")
	a.Describe(&o.ClientSecret, "The client's secret.")
	a.Describe(&o.Scope, "The scope that is asked for.")
}

// What both resources say of their credentials.
const (
	describeBasic = "The account that the application has to use at the listener. " + describeChoice
	describeOIDC  = "The OAuth client that the application has to use at the listener. " + describeChoice

	describeChoice = "One of basic and oidcClientCredentials is given."
)

// text is what is not given as an empty text, and optional the reverse.
func text(given *string) string {
	if given == nil {
		return ""
	}
	return *given
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// authOf is what the client calls credentials.
func authOf(basic *Basic, oidc *OidcClientCredentials) client.Auth {
	var auth client.Auth
	if basic != nil {
		auth.Basic = &client.Basic{Username: basic.Username, Password: basic.Password}
	}
	if oidc != nil {
		auth.OIDC = &client.OIDC{
			IdentityURI: oidc.IdentityUri, ClientID: oidc.ClientId, ClientSecret: oidc.ClientSecret, Scope: text(oidc.Scope),
		}
	}
	return auth
}

// credentialsOf is the reverse of authOf.
func credentialsOf(auth client.Auth) (*Basic, *OidcClientCredentials) {
	var basic *Basic
	if auth.Basic != nil {
		basic = &Basic{Username: auth.Basic.Username, Password: auth.Basic.Password}
	}
	var oidc *OidcClientCredentials
	if o := auth.OIDC; o != nil {
		oidc = &OidcClientCredentials{
			IdentityUri: o.IdentityURI, ClientId: o.ClientID, ClientSecret: o.ClientSecret, Scope: optional(o.Scope),
		}
	}
	return basic, oidc
}
