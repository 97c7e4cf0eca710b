package demo

import (
	"context"
	"net/http"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/sender"
)

// wrongToken is the token that the application would show, with another signature.
func (d *Demo) wrongToken(ctx context.Context) (string, error) {
	right, err := sender.Application{
		IdentityURI: d.Addresses.Desk + "/oauth2/v1/token",
		ClientID:    daemon.EventsClient, ClientSecret: daemon.EventsSecret, Scope: daemon.EventsScope,
	}.Token(ctx, http.DefaultClient)
	if err != nil {
		return "", err
	}
	return sender.WrongToken(right)
}
