package demo

import (
	"context"
	"fmt"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/sender"
)

// wrongToken is the token that the application would show, with another signature.
func (d *Demo) wrongToken(ctx context.Context) (string, error) {
	application := clientcredentials.Config{
		ClientID: daemon.EventsClient, ClientSecret: daemon.EventsSecret,
		TokenURL: d.Addresses.Desk + "/oauth2/v1/token", Scopes: []string{daemon.EventsScope},
	}
	right, err := application.Token(ctx)
	if err != nil {
		return "", fmt.Errorf("getting a token at the desk: %w", err)
	}
	return sender.WrongToken(right.AccessToken)
}
