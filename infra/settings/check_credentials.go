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
			set(key+".basic.username", "events")+" and "+setSecret(key+".basic.password"))
	}
}

func (c *checker) checkBasic(key string, account BasicAccount) {
	c.checkUsername(key+".username", account.Username)
	password := account.Password.Reveal()
	remedy := "openssl rand -hex 32 | " + setSecret(key+".password")
	switch {
	case password == "":
		c.add(key+".password", "is missing", remedy)
	case len(password) < minSecretLength:
		c.add(key+".password", fmt.Sprintf("has fewer than %d characters", minSecretLength), remedy)
	case !isPrintable(password):
		c.add(key+".password", "holds something else than ASCII's printable characters", remedy)
	}
}

// checkUsername checks the user of basic authentication. RFC 7617 allows no colon, and leaves the encoding open.
func (c *checker) checkUsername(key, name string) {
	if strings.Contains(name, ":") || !isPrintable(name) {
		c.add(key, "holds a colon, or something else than ASCII's printable characters", set(key, "events"))
		return
	}
	c.given(key, name)
}

// isPrintable says whether clients cannot differ about how to encode a text.
func isPrintable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

func (c *checker) checkOidc(key string, client OidcClient) {
	c.checkURL(key+".identityUri", client.IdentityURI, "https://idp.example.com/oauth2/v1/token")
	c.given(key+".clientId", client.ClientID)
	c.filledIn(key+".scope", client.Scope)
	c.secretGiven(key+".clientSecret", client.ClientSecret, setSecret(key+".clientSecret"))
	keys := c.address(key+".jwksUri", client.JwksURI, "https://idp.example.com/admin/v1/SigningCert/jwk")
	if keys != nil && keys.Scheme != "https" {
		c.add(key+".jwksUri", "is not https", "name the address that the gateway, too, reaches by https")
	}
	// Without these two, a token that the identity provider issued for another system would do.
	c.checkParties(key+".issuers", client.Issuers, "https://identity.oraclecloud.com/")
	c.checkParties(key+".audiences", client.Audiences, "https://gateway.example.com/")
	c.checkClaims(key+".verifyClaims", client.VerifyClaims)
}

// checkClaims checks what further claims of a token must be.
func (c *checker) checkClaims(key string, claims map[string][]string) {
	if len(claims) == 0 {
		c.add(key, "is missing, so any client to which the identity provider issues tokens for this audience would do",
			set(key+".client_id[0]", "<client id>"))
	}
	if len(claims) > maxClaims {
		c.add(key, fmt.Sprintf("has %d claims; OCI verifies %d", len(claims), maxClaims), "leave some out")
	}
	for _, claim := range slices.Sorted(maps.Keys(claims)) {
		if claim == "" {
			c.add(key, "has a claim with no name", "write it like {client_id: [<client id>]}")
		} else if len(claims[claim]) == 0 {
			c.add(key, fmt.Sprintf("has no value for %q", claim), "write it like {client_id: [<client id>]}")
		}
		for i, value := range claims[claim] {
			c.given(fmt.Sprintf("%s%s[%d]", key, member(claim), i), value)
		}
	}
}

// member is the part of a setting's path that names an object's member.
func member(name string) string {
	if configKey.MatchString(name) {
		return "." + name
	}
	return fmt.Sprintf("[%q]", name)
}

// checkParties checks what a token's issuer or audience may be.
func (c *checker) checkParties(key string, list []string, example string) {
	if len(list) == 0 {
		c.add(key, "is missing, so tokens for anybody would do", set(key+"[0]", example))
	}
	if len(list) > maxIssuers {
		c.add(key, fmt.Sprintf("has %d values; OCI compares with %d", len(list), maxIssuers), "leave some out")
	}
	for i, value := range list {
		c.given(fmt.Sprintf("%s[%d]", key, i), value)
	}
}
