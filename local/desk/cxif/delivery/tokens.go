package delivery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
)

// tokens are the access tokens that can still be used, by the credentials that they
// were given for.
type tokens struct {
	client *http.Client
	clock  func() time.Time
	mu     sync.Mutex
	cache  map[registration.OIDC]token
}

type token struct {
	header string    // for Authorization
	until  time.Time // zero if its end is not known, so that it is used once
}

// early is how long before its end a token is not used any more: it still has to
// arrive.
const early = 10 * time.Second

// maxTokens is how many tokens are kept at a time.
const maxTokens = 1000

func newTokens(client *http.Client, clock func() time.Time) *tokens {
	return &tokens{client: client, clock: clock, cache: map[registration.OIDC]token{}}
}

// header is what shows a token; the token comes from the identity provider unless
// there is one already.
func (t *tokens) header(ctx context.Context, credentials registration.OIDC) (string, error) {
	t.mu.Lock()
	known, ok := t.cache[credentials]
	t.mu.Unlock()
	if ok && t.clock().Before(known.until) {
		return known.header, nil
	}
	asked := t.clock()
	given, err := t.fetch(ctx, credentials)
	if err != nil {
		return "", err
	}
	kept := token{header: given.Type() + " " + given.AccessToken}
	if !given.Expiry.IsZero() {
		// The library reckons with the time of the machine, which need not be t.clock's.
		kept.until = asked.Add(time.Until(given.Expiry) - early)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.cache) >= maxTokens {
		clear(t.cache)
	}
	t.cache[credentials] = kept
	return kept.header, nil
}

func (t *tokens) fetch(ctx context.Context, credentials registration.OIDC) (*oauth2.Token, error) {
	config := clientcredentials.Config{
		ClientID: credentials.ClientID, ClientSecret: credentials.ClientSecret, TokenURL: credentials.IdentityURI,
		Scopes: strings.Fields(credentials.Scope), AuthStyle: oauth2.AuthStyleInHeader,
	}
	given, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, t.client))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) { // its own text quotes the whole answer
		said := conceal(refused.ErrorCode+" "+refused.ErrorDescription, credentials.ClientSecret, url.QueryEscape(credentials.ClientSecret))
		return nil, fmt.Errorf("%s answered %s %s", credentials.IdentityURI, refused.Response.Status, said)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", credentials.IdentityURI, cause(err))
	}
	return given, nil
}

// forget drops a token that was refused, unless another has come since.
func (t *tokens) forget(credentials registration.OIDC, header string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cache[credentials].header == header {
		delete(t.cache, credentials)
	}
}
