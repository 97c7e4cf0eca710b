package oauth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// maxRequest is the largest request for a token, in bytes.
const maxRequest = 64 << 10

// refusal is an error of RFC 6749, section 5.2.
type refusal struct {
	status      int
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

func (r *refusal) Error() string { return r.Code + ": " + r.Description }

// refuse is a refusal with 400. A description has no quotes, no backslashes and
// nothing beyond ASCII, whatever a client has sent.
func refuse(code, format string, args ...any) error {
	description := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '?'
		}
		return r
	}, fmt.Sprintf(format, args...))
	return &refusal{http.StatusBadRequest, code, description}
}

var errInvalidClient = &refusal{http.StatusUnauthorized, "invalid_client", "client id or client secret is wrong or missing"}

// answer is a token of RFC 6749, section 5.1.
type answer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`      // seconds
	Scope       string `json:"scope,omitempty"` // what is given, if that is not what was asked for
}

// Token answers a request for a token.
func (s *Server) Token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	given, err := s.token(r)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	var refused *refusal
	switch {
	case err == nil:
		write(w, http.StatusOK, given)
	case errors.As(err, &refused):
		switch refused.status {
		case http.StatusUnauthorized:
			w.Header().Set("WWW-Authenticate", `Basic realm="tokens"`)
		case http.StatusMethodNotAllowed:
			w.Header().Set("Allow", http.MethodPost)
		}
		write(w, refused.status, refused)
	default:
		write(w, http.StatusInternalServerError, &refusal{Code: "server_error", Description: "the identity provider cannot sign tokens"})
	}
}

func (s *Server) token(r *http.Request) (*answer, error) {
	if r.Method != http.MethodPost {
		return nil, &refusal{http.StatusMethodNotAllowed, "invalid_request", "use POST"}
	}
	if err := r.ParseForm(); err != nil {
		return nil, refuse("invalid_request", "the body is no form: send application/x-www-form-urlencoded")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return nil, refuse("invalid_request", "the parameter %.40s is given more than once", name)
		}
	}
	id, secret, err := credentials(r)
	if err != nil {
		return nil, err
	}
	client := s.client(id, secret)
	if client == nil {
		return nil, errInvalidClient
	}
	switch r.PostForm.Get("grant_type") {
	case "client_credentials":
	case "":
		return nil, refuse("invalid_request", "the parameter grant_type is missing; send it in the body, as application/x-www-form-urlencoded")
	default:
		return nil, refuse("unsupported_grant_type", "grant_type must be client_credentials")
	}
	asked := r.PostForm.Get("scope")
	scopes, err := client.grant(asked)
	if err != nil {
		return nil, err
	}
	token, err := s.issue(client, scopes)
	if err != nil {
		return nil, err
	}
	given := &answer{AccessToken: token, TokenType: "Bearer", ExpiresIn: int(Lifetime.Seconds())}
	if full := client.fullNames(scopes); full != asked {
		given.Scope = full
	}
	return given, nil
}

// credentials are in the header or in the body, not in both (RFC 6749, section 2.3);
// the id alone may be repeated in the body.
func credentials(r *http.Request) (id, secret string, err error) {
	escapedID, escapedSecret, inHeader := r.BasicAuth()
	if !inHeader {
		return r.PostForm.Get("client_id"), r.PostForm.Get("client_secret"), nil
	}
	if r.PostForm.Has("client_secret") {
		return "", "", refuse("invalid_request", "client credentials are in the header and in the body; send them once")
	}
	id, idErr := url.QueryUnescape(escapedID)
	secret, secretErr := url.QueryUnescape(escapedSecret)
	if idErr != nil || secretErr != nil {
		return "", "", errInvalidClient
	}
	if r.PostForm.Has("client_id") && r.PostForm.Get("client_id") != id {
		return "", "", refuse("invalid_request", "client_id in the body is not that of the header")
	}
	return id, secret, nil
}

// Keys answers with the public key as a JSON Web Key set.
func (s *Server) Keys(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		write(w, http.StatusMethodNotAllowed, &refusal{Code: "invalid_request", Description: "use GET"})
		return
	}
	key, err := s.key()
	if err != nil {
		write(w, http.StatusInternalServerError, &refusal{Code: "server_error", Description: "the identity provider has no key"})
		return
	}
	write(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.public}})
}

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value) // an error means that the client has gone
}
