package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/sender"
)

// algorithms are those that a token may be signed by (API Gateway: token authentication).
var algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512}

func hasTokens(s *settings.Settings) bool {
	return isWhole(s) && slices.ContainsFunc(s.Listeners, func(l settings.Listener) bool { return l.OidcClientCredentials != nil })
}

// tokens looks whether the application gets tokens that the gateway will take.
func (d *doctor) tokens(ctx context.Context, about string) {
	for i, listener := range d.settings.Listeners {
		if client := listener.OidcClientCredentials; client != nil {
			found, text := d.token(ctx, fmt.Sprintf("listeners[%d].oidcClientCredentials", i), *client)
			d.found(found, about, "%s: %s", listener.APIName, text)
		}
	}
}

// token looks at one as the gateway does. What this machine cannot reach, application and
// gateway may. key is where the settings have the client.
func (d *doctor) token(ctx context.Context, key string, client settings.OidcClient) (outcome, string) {
	token, err := sender.Application{
		IdentityURI: client.IdentityURI, ClientID: client.ClientID, ClientSecret: client.ClientSecret.Reveal(), Scope: client.Scope,
	}.Token(ctx, d.http)
	switch {
	case errors.As(err, new(*sender.NoToken)):
		return fault, err.Error() + ": are clientId, clientSecret and scope of " + key + " right?"
	case err != nil:
		return warning, err.Error()
	}
	keys, refused, err := d.keys(ctx, client.JwksURI)
	switch {
	case err != nil:
		return warning, fmt.Sprintf("the keys at %s cannot be read: %v", client.JwksURI, err)
	case refused != "":
		return fault, fmt.Sprintf("the keys at %s: %s: is jwksUri right, and may anybody read them? (an identity domain's settings: access to the signing certificate)", client.JwksURI, refused)
	}
	parsed, err := jwt.ParseSigned(token, algorithms)
	if err != nil {
		return fault, "the token is none that is signed, which the gateway demands"
	}
	var claims map[string]any
	if err := parsed.Claims(keys, &claims); err != nil {
		return fault, fmt.Sprintf("the token is not signed by a key of %s: is jwksUri that of the same identity provider?", client.JwksURI)
	}
	if wrong := mismatch(key, client, claims); wrong != "" {
		return fault, wrong
	}
	return ok, "the application gets tokens that the gateway will take"
}

// maxKeys is how much of a key set is read, in bytes.
const maxKeys = 1 << 20

// keys are an identity provider's, or how they are refused.
func (d *doctor) keys(ctx context.Context, address string) (keys jose.JSONWebKeySet, refused string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return keys, "", err
	}
	answer, err := d.http.Do(request)
	if err != nil {
		return keys, "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return keys, "it answers " + answer.Status, nil
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, maxKeys)).Decode(&keys); err != nil || len(keys.Keys) == 0 {
		return keys, "the answer holds no keys", nil
	}
	return keys, "", nil
}

// mismatch is what a token claims otherwise than the listener demands; empty if nothing.
func mismatch(key string, client settings.OidcClient, claims map[string]any) string {
	demands := map[string][]string{"iss": client.Issuers, "aud": client.Audiences}
	names := map[string]string{"iss": "issuers", "aud": "audiences"}
	for claim, values := range client.VerifyClaims {
		demands[claim], names[claim] = values, "verifyClaims."+claim
	}
	for _, claim := range slices.Sorted(maps.Keys(demands)) {
		given := texts(claims[claim])
		if wanted := demands[claim]; len(wanted) > 0 && !slices.ContainsFunc(given, func(one string) bool { return slices.Contains(wanted, one) }) {
			return fmt.Sprintf("the token has %s %q, and the gateway would demand %q: pulumi config set --path '%s.%s[0]' <what it has>", claim, given, wanted, key, names[claim])
		}
	}
	return ""
}

// texts are a claim's values: it may have one or several.
func texts(claim any) (values []string) {
	several, is := claim.([]any)
	if !is {
		several = []any{claim}
	}
	for _, one := range several {
		if one != nil {
			values = append(values, fmt.Sprint(one))
		}
	}
	return values
}
