package sender

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Application is an OAuth client, as which an application gets the tokens that it shows.
type Application struct {
	IdentityURI, ClientID, ClientSecret string
	Scope                               string // several have blanks between them
}

// Token gets one. An identity provider that gives none is a *[NoToken].
func (a Application) Token(ctx context.Context, by *http.Client) (string, error) {
	client := clientcredentials.Config{
		ClientID: a.ClientID, ClientSecret: a.ClientSecret, TokenURL: a.IdentityURI, Scopes: strings.Fields(a.Scope),
	}
	token, err := client.Token(context.WithValue(ctx, oauth2.HTTPClient, by))
	if err == nil {
		return token.AccessToken, nil
	}
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
		return "", &NoToken{At: a.IdentityURI, Status: refused.Response.StatusCode, Code: refused.ErrorCode}
	}
	return "", fmt.Errorf("getting a token at %s: %w", a.IdentityURI, err)
}

// NoToken is an identity provider's refusal.
type NoToken struct {
	At     string // the token endpoint
	Status int    // HTTP
	Code   string // OAuth's, such as invalid_client; empty if the provider told none
}

// Error does not repeat the answer, which may be a page.
func (n *NoToken) Error() string {
	return strings.TrimSpace(fmt.Sprintf("getting a token at %s: it answered %d %s", n.At, n.Status, n.Code))
}

// WrongToken is a signed token with another signature.
func WrongToken(right string) (string, error) {
	dot := strings.LastIndex(right, ".")
	signed, signature := right[:dot+1], right[dot+1:]
	if signed == "" || signature == "" {
		return "", errors.New("the token is not a signed one")
	}
	first := "A"
	if strings.HasPrefix(signature, first) {
		first = "B"
	}
	return signed + first + signature[1:], nil
}
