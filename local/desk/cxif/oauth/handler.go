package oauth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

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

func refuse(code, description string) error {
	return &refusal{http.StatusBadRequest, code, description}
}

var errInvalidClient = &refusal{http.StatusUnauthorized, "invalid_client", "client id or client secret is wrong or missing"}

// answer is a token of RFC 6749, section 5.1.
type answer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
}

// Token answers a request for a token.
func (s *Server) Token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	token, err := s.token(r)
	w.Header().Set("Cache-Control", "no-store")
	var refused *refusal
	switch {
	case err == nil:
		write(w, http.StatusOK, answer{token, "Bearer", int(Lifetime.Seconds())})
	case errors.As(err, &refused):
		if refused.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Basic realm="tokens"`)
		}
		write(w, refused.status, refused)
	default:
		write(w, http.StatusInternalServerError, &refusal{Code: "server_error", Description: "the identity provider cannot sign tokens"})
	}
}

func (s *Server) token(r *http.Request) (string, error) {
	if r.Method != http.MethodPost {
		return "", &refusal{http.StatusMethodNotAllowed, "invalid_request", "use POST"}
	}
	if err := r.ParseForm(); err != nil {
		return "", refuse("invalid_request", "the body is no form: send application/x-www-form-urlencoded")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return "", refuse("invalid_request", "the parameter "+shorten(name)+" is given more than once")
		}
	}
	id, secret, err := credentials(r)
	if err != nil {
		return "", err
	}
	client := s.client(id, secret)
	if client == nil {
		return "", errInvalidClient
	}
	if grant := r.PostForm.Get("grant_type"); grant != "client_credentials" {
		return "", refuse("unsupported_grant_type", "grant_type must be client_credentials")
	}
	scopes, err := client.grant(r.PostForm.Get("scope"))
	if err != nil {
		return "", refuse("invalid_scope", err.Error())
	}
	return s.issue(client, scopes)
}

// credentials are in the header or in the body, not in both (RFC 6749, section 2.3.1).
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
	return id, secret, nil
}

// Keys answers with the public key as a JSON Web Key set.
func (s *Server) Keys(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
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

// shorten keeps of a text what an error has room for.
func shorten(text string) string { return text[:min(len(text), 40)] }
