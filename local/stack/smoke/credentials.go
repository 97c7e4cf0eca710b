package smoke

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	"github.com/cxbridge/cxbridge/local/sender"
)

// credentials are what the application shows with an event.
func (e *event) credentials(ctx context.Context) (http.Header, error) {
	if basic := e.listener.Basic; basic != nil {
		return withPassword(basic.Username, basic.Password.Reveal()), nil
	}
	token, err := e.token(ctx)
	return bearer(token), err
}

// wrongCredentials are those with another password, or another signature.
func (e *event) wrongCredentials(ctx context.Context) (http.Header, error) {
	if basic := e.listener.Basic; basic != nil {
		return withPassword(basic.Username, "wrong-"+e.newKey()), nil
	}
	token, err := e.token(ctx)
	if err != nil {
		return nil, err
	}
	wrong, err := sender.WrongToken(token)
	if err != nil {
		return nil, final(err)
	}
	return bearer(wrong), nil
}

// token gets one as the application does.
func (e *event) token(ctx context.Context) (string, error) {
	client := e.listener.OidcClientCredentials
	token, err := sender.Application{
		IdentityURI: client.IdentityURI, ClientID: client.ClientID, ClientSecret: client.ClientSecret.Reveal(), Scope: client.Scope,
	}.Token(ctx, e.http)
	refused := (*sender.NoToken)(nil)
	if !errors.As(err, &refused) {
		return token, err
	}
	err = fmt.Errorf("%w: are clientId, clientSecret and scope of the listener %s right?", err, e.listener.APIName)
	if refused.Status == http.StatusTooManyRequests || refused.Status >= 500 {
		return "", err
	}
	return "", final(err)
}

func bearer(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }

func withPassword(user, password string) http.Header {
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return http.Header{"Authorization": {"Basic " + pair}}
}
