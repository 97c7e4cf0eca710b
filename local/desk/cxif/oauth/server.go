package oauth

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
)

// Issuer is what the tokens have as iss, as Oracle Identity Cloud Service's do.
const Issuer = "https://identity.oraclecloud.com/"

// Lifetime is how long a token can be used.
const Lifetime = time.Hour

// Client is who may ask for tokens.
type Client struct {
	ID, Secret string
	Audience   string   // whom the tokens are for; with a slash at its end
	Scopes     []string // own names, such as events; asked for as Audience + name
}

// Server hands out tokens and recognizes them.
type Server struct {
	clients []Client
	clock   func() time.Time
	key     func() (*signingKey, error)
}

// New is a server for clients. Settings keeps its key, which is made when the first
// token or the first look at the keys needs it.
func New(clients []Client, settings Settings, clock func() time.Time) *Server {
	return &Server{clients: clients, clock: clock, key: sync.OnceValues(func() (*signingKey, error) { return loadKey(settings) })}
}

// claims are what a token says.
type claims struct {
	jwt.Claims
	ClientID string `json:"client_id"`
	Scope    string `json:"scope,omitempty"`
}

// client is the one with an id and a secret. All are compared, each in constant time.
func (s *Server) client(id, secret string) (found *Client) {
	given := sha256.Sum256([]byte(secret))
	for i, c := range s.clients {
		wanted := sha256.Sum256([]byte(c.Secret))
		same := subtle.ConstantTimeCompare(given[:], wanted[:])
		if same&subtle.ConstantTimeCompare([]byte(id), []byte(c.ID)) == 1 && secret != "" {
			found = &s.clients[i]
		}
	}
	return found
}

// grant is the own names of the scopes that a client asks for; all of its scopes if
// it names none.
func (c *Client) grant(asked string) (granted []string, err error) {
	fullNames := strings.Fields(asked)
	if len(fullNames) == 0 {
		return c.Scopes, nil
	}
	for _, full := range fullNames {
		name, ours := strings.CutPrefix(full, c.Audience)
		if !ours || !slices.Contains(c.Scopes, name) {
			return nil, refuse("invalid_scope", "the client may not have the scope %.200s", full)
		}
		if !slices.Contains(granted, name) {
			granted = append(granted, name)
		}
	}
	return granted, nil
}

// fullNames are scopes as they are asked for.
func (c *Client) fullNames(scopes []string) string {
	full := make([]string, len(scopes))
	for i, name := range scopes {
		full[i] = c.Audience + name
	}
	return strings.Join(full, " ")
}

// issue makes a token.
func (s *Server) issue(c *Client, scopes []string) (string, error) {
	key, err := s.key()
	if err != nil {
		return "", err
	}
	now := s.clock()
	content := claims{ClientID: c.ID, Scope: strings.Join(scopes, " "), Claims: jwt.Claims{
		Issuer: Issuer, Subject: c.ID, ID: uuid.NewString(),
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(Lifetime)),
	}}
	if c.Audience != "" {
		content.Audience = jwt.Audience{c.Audience}
	}
	return jwt.Signed(key.signer).Claims(content).Serialize()
}

// Verify returns whose token it is.
func (s *Server) Verify(token string) (clientID string, err error) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return "", fmt.Errorf("the token cannot be read: %w", err)
	}
	key, err := s.key()
	if err != nil {
		return "", err
	}
	var content claims
	if err := parsed.Claims(key.public, &content); err != nil {
		return "", fmt.Errorf("the token is not ours: %w", err)
	}
	if err := content.ValidateWithLeeway(jwt.Expected{Issuer: Issuer, Time: s.clock()}, 0); err != nil {
		return "", fmt.Errorf("the token is not valid: %w", err)
	}
	return content.ClientID, nil
}
