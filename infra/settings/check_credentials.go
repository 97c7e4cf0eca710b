package settings

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Limits of a token's validation (API Gateway: "Validating Tokens to Add Authentication and Authorization to API
// Deployments").
const (
	maxIssuers = 5 // and audiences
	maxClaims  = 10
)

// checkCredentials checks what the publisher of a listener's events has to show.
func (c *checker) checkCredentials(key string, l Listener) {
	switch {
	case l.Basic != nil && l.OidcClientCredentials != nil:
		c.add(key, "has both basic and oidcClientCredentials", "leave one of them out")
	case l.Basic != nil:
		c.checkBasic(key+".basic", *l.Basic)
	case l.OidcClientCredentials != nil:
		c.checkOidc(key+".oidcClientCredentials", *l.OidcClientCredentials)
	default:
		c.add(key, "has neither basic nor oidcClientCredentials, so every event would be refused",
			set("--path '"+key+".basic.username'", "events")+" and "+setSecret("--path '"+key+".basic.password'"))
	}
}

func (c *checker) checkBasic(key string, account BasicAccount) {
	c.given(key+".username", account.Username)
	if strings.Contains(account.Username, ":") || !isPrintable(account.Username) { // RFC 7617
		c.add(key+".username", "holds a colon, or something else than ASCII's printable characters",
			set("--path '"+key+".username'", "events"))
	}
	password := account.Password.Reveal()
	remedy := "openssl rand -hex 32 | " + setSecret("--path '"+key+".password'")
	switch {
	case password == "":
		c.add(key+".password", "is missing", remedy)
	case len(password) < minSecretLength:
		c.add(key+".password", fmt.Sprintf("has fewer than %d characters", minSecretLength), remedy)
	case !isPrintable(password):
		c.add(key+".password", "holds something else than ASCII's printable characters", remedy)
	}
}

// isPrintable says whether clients cannot differ about how to encode a text.
func isPrintable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

func (c *checker) checkOidc(key string, client OidcClient) {
	c.checkURL(key+".identityUri", client.IdentityURI, "https://idp.example.com/oauth2/v1/token")
	c.given(key+".clientId", client.ClientID)
	c.filledIn(key+".scope", client.Scope)
	c.secretGiven(key+".clientSecret", client.ClientSecret, setSecret("--path '"+key+".clientSecret'"))
	if strings.HasPrefix(client.JwksURI, "http:") {
		c.add(key+".jwksUri", problem(client.JwksURI, "is not https"), "name the address that the gateway, too, reaches by https")
	} else {
		c.checkURL(key+".jwksUri", client.JwksURI, "https://idp.example.com/admin/v1/SigningCert/jwk")
	}
	// Without these two, a token that the identity provider issued for another system would do.
	c.checkParties(key+".issuers", client.Issuers, "https://identity.oraclecloud.com/")
	c.checkParties(key+".audiences", client.Audiences, "https://gateway.example.com/")
	if len(client.VerifyClaims) == 0 {
		c.add(key+".verifyClaims", "is missing, so any client to which the identity provider issues tokens for this audience would do",
			set("--path '"+key+".verifyClaims.client_id[0]'", "<client id>"))
	}
	if len(client.VerifyClaims) > maxClaims {
		c.add(key+".verifyClaims", fmt.Sprintf("has %d claims; OCI verifies %d", len(client.VerifyClaims), maxClaims), "leave some out")
	}
	for _, claim := range slices.Sorted(maps.Keys(client.VerifyClaims)) {
		if values := client.VerifyClaims[claim]; claim == "" || len(values) == 0 || slices.Contains(values, "") {
			c.add(key+".verifyClaims", fmt.Sprintf("has nothing for a name or a value of %q", claim), "write {client_id: [<client id>]}")
		}
	}
}

// checkParties checks what a token's issuer or audience may be.
func (c *checker) checkParties(key string, list []string, example string) {
	if len(list) == 0 {
		c.add(key, "is missing, so tokens for anybody would do", set("--path '"+key+"[0]'", example))
	}
	if len(list) > maxIssuers {
		c.add(key, fmt.Sprintf("has %d values; OCI compares with %d", len(list), maxIssuers), "leave some out")
	}
	for i, value := range list {
		c.given(fmt.Sprintf("%s[%d]", key, i), value)
	}
}
