package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/cxbridge/cxbridge/local/daemon"
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
	dot := strings.LastIndex(right.AccessToken, ".")
	signed, signature := right.AccessToken[:dot+1], right.AccessToken[dot+1:]
	if signed == "" || signature == "" {
		return "", errors.New("the desk's token is not a signed one")
	}
	first := "A"
	if strings.HasPrefix(signature, first) {
		first = "B"
	}
	return signed + first + signature[1:], nil
}
