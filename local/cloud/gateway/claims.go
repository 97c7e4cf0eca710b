package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// expectation is what a token has to say besides being signed. An empty list of
// issuers or audiences expects nothing.
type expectation struct {
	issuers, audiences []string
	claims             []apigateway.JsonWebTokenClaim
	skew               time.Duration // between the issuer's clock and ours
}

// check compares a token's claims. Its errors name claims, not what they hold.
func (e expectation) check(standard jwt.Claims, all map[string]any, x *exchange) error {
	switch {
	case standard.Expiry == nil:
		return errors.New("the token has no exp claim")
	case !isDate(standard.Expiry) || !isDate(standard.NotBefore):
		return errors.New("the token's exp or nbf claim is no date")
	}
	standard.IssuedAt = nil // is not among what the gateway validates
	err := standard.ValidateWithLeeway(jwt.Expected{AnyAudience: e.audiences, Time: x.options.Clock()}, e.skew)
	if err != nil {
		return fmt.Errorf("the token is not accepted: %w", err)
	}
	if len(e.issuers) > 0 && !slices.Contains(e.issuers, standard.Issuer) {
		return errors.New("the token's iss claim is none of the policy's issuers")
	}
	for _, claim := range e.claims {
		if err := checkClaim(claim, all, x.fidelity.ListClaimsMatch); err != nil {
			return err
		}
	}
	return nil
}

// lastDate is the end of the year 9999, in seconds.
const lastDate = 253402300799

// isDate tells whether a claim, if it is there, is a time up to lastDate. The number
// of one far behind it has become a time in the past when it was read.
func isDate(claim *jwt.NumericDate) bool { return claim == nil || *claim >= 0 && *claim <= lastDate }

// checkClaim: values match as strings, exactly; without values the claim has to
// be there (oci-go-sdk: JsonWebTokenClaim).
func checkClaim(claim apigateway.JsonWebTokenClaim, all map[string]any, lists bool) error {
	value, present := all[*claim.Key]
	switch {
	case !present && isTrue(claim.IsRequired):
		return fmt.Errorf("the token has no %s claim, which the policy requires", *claim.Key)
	case !present || len(claim.Values) == 0:
		return nil
	}
	candidates := []any{value}
	if list, ok := value.([]any); ok && lists {
		candidates = list
	}
	for _, candidate := range candidates {
		if s, ok := candidate.(string); ok && slices.Contains(claim.Values, s) {
			return nil
		}
	}
	return fmt.Errorf("the token's %s claim has none of the values that the policy admits", *claim.Key)
}

// scopeClaim gives the scopes for routes; one that is neither words nor a list
// of them admits to no route that asks for a scope.
func scopeClaim(all map[string]any) []string {
	raw, err := json.Marshal(all["scope"])
	if err != nil {
		return nil // it came out of JSON
	}
	scope, err := parseScope(raw)
	if err != nil {
		return nil
	}
	return scope
}
