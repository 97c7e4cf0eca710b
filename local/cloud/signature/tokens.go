package signature

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
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
	jwt.RegisteredClaims
	Kind        string `json:"ptype"` // always "resource"
	Type        string `json:"res_type"`
	ID          string `json:"res_id"`
	Tenancy     string `json:"res_tenant"`
	Compartment string `json:"res_compartment"`
	SessionKey  string `json:"jwk"` // JSON inside a string, as OCI's tokens have it
}

type jwk struct {
	Type     string `json:"kty"`
	Use      string `json:"use"`
	Alg      string `json:"alg"`
	ID       string `json:"kid"`
	Modulus  string `json:"n"`
	Exponent string `json:"e"`
}

// Issue writes a token that lets whoever holds session's private half act as the
// principal for as long as life.
func (t *Tokens) Issue(p Principal, session *rsa.PublicKey, life time.Duration) (string, error) {
	key, err := json.Marshal(jwk{Type: "RSA", Use: "sig", Alg: "RS256", ID: p.ID,
		Modulus:  base64.RawURLEncoding.EncodeToString(session.N.Bytes()),
		Exponent: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(session.E)).Bytes())})
	if err != nil {
		return "", fmt.Errorf("issuing a token for %s: %w", p.ID, err)
	}
	now := t.Clock()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: "authService.oracle.com", Subject: p.ID, Audience: jwt.ClaimStrings{"oci"},
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(life)),
		},
		Kind: "resource", Type: p.Type, ID: p.ID, Tenancy: p.TenancyID, Compartment: p.CompartmentID, SessionKey: string(key),
	})
	signed, err := token.SignedString(t.Key)
	if err != nil {
		return "", fmt.Errorf("issuing a token for %s: %w", p.ID, err)
	}
	return signed, nil
}

// Read checks a token and says whose it is and with which key its holder signs.
func (t *Tokens) Read(token string) (Principal, *rsa.PublicKey, error) {
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return &t.Key.PublicKey, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithTimeFunc(t.Clock))
	if err != nil {
		return Principal{}, nil, fmt.Errorf("the session token is not valid: it is foreign, altered or expired")
	}
	var k jwk
	if err := json.Unmarshal([]byte(c.SessionKey), &k); err != nil {
		return Principal{}, nil, fmt.Errorf("the session token has no key")
	}
	n, err1 := base64.RawURLEncoding.DecodeString(k.Modulus)
	e, err2 := base64.RawURLEncoding.DecodeString(k.Exponent)
	if err1 != nil || err2 != nil || len(n) == 0 || len(e) == 0 || len(e) > 4 {
		return Principal{}, nil, fmt.Errorf("the session token's key cannot be read")
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	return Principal{Type: c.Type, ID: c.ID, TenancyID: c.Tenancy, CompartmentID: c.Compartment}, key, nil
}

// CutToken says whether keyID is a session token's, and gives the token.
func CutToken(keyID string) (token string, ok bool) { return strings.CutPrefix(keyID, TokenPrefix) }
