package signature

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// TokenPrefix begins the keyId of whoever signs with a session token.
const TokenPrefix = "ST$"

// Tokens issues and reads resource principal session tokens, version 2.2 (OCI
// Functions: Accessing Other Oracle Cloud Infrastructure Resources from Running
// Functions; oci-go-sdk common/auth reads res_tenant, res_compartment and exp).
type Tokens struct {
	Key   *rsa.PrivateKey // the cloud's own
	Clock func() time.Time
}

type claims struct {
	jwt.Claims
	Kind        string `json:"ptype"` // always "resource"
	Type        string `json:"res_type"`
	ID          string `json:"res_id"`
	Tenancy     string `json:"res_tenant"`
	Compartment string `json:"res_compartment"`
	SessionKey  string `json:"jwk"` // JSON inside a string, as OCI's tokens have it
}

// Issue writes a token that lets whoever holds session's private half act as the
// principal for as long as life.
func (t *Tokens) Issue(p Principal, session *rsa.PublicKey, life time.Duration) (string, error) {
	token, err := t.issue(p, session, life)
	if err != nil {
		return "", fmt.Errorf("issuing a token for %s: %w", p.ID, err)
	}
	return token, nil
}

func (t *Tokens) issue(p Principal, session *rsa.PublicKey, life time.Duration) (string, error) {
	key, err := jose.JSONWebKey{Key: session, Use: "sig", Algorithm: string(jose.RS256), KeyID: p.ID}.MarshalJSON()
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: t.Key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	now := t.Clock()
	return jwt.Signed(signer).Claims(claims{
		Claims: jwt.Claims{
			Issuer: "authService.oracle.com", Subject: p.ID, Audience: jwt.Audience{"oci"},
			IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(life)),
		},
		Kind: "resource", Type: p.Type, ID: p.ID, Tenancy: p.TenancyID, Compartment: p.CompartmentID, SessionKey: string(key),
	}).Serialize()
}

// Read checks a token and says whose it is and with which key its holder signs.
func (t *Tokens) Read(token string) (Principal, *rsa.PublicKey, error) {
	c, err := t.verified(token)
	if err != nil {
		return Principal{}, nil, errors.New("the session token is not valid: it is foreign, altered or expired")
	}
	var session jose.JSONWebKey
	if err := session.UnmarshalJSON([]byte(c.SessionKey)); err != nil {
		return Principal{}, nil, errors.New("the session token's key cannot be read")
	}
	key, ok := session.Key.(*rsa.PublicKey)
	if !ok {
		return Principal{}, nil, errors.New("the session token's key is no public key of RSA")
	}
	return Principal{Type: c.Type, ID: c.ID, TenancyID: c.Tenancy, CompartmentID: c.Compartment}, key, nil
}

// verified are the claims of a token that this cloud signed and that is in force.
func (t *Tokens) verified(token string) (c claims, err error) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return c, err
	}
	if err := parsed.Claims(&t.Key.PublicKey, &c); err != nil {
		return c, err
	}
	if c.Expiry == nil {
		return c, jwt.ErrExpired
	}
	return c, c.Claims.ValidateWithLeeway(jwt.Expected{Time: t.Clock()}, 0)
}

// CutToken says whether keyID is a session token's, and gives the token.
func CutToken(keyID string) (token string, ok bool) { return strings.CutPrefix(keyID, TokenPrefix) }
