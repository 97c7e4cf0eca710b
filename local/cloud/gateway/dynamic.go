package gateway

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// selection is a dynamicAuthentication: several authentication servers, of which
// a context variable of the request selects one (API Gateway: Adding Multiple
// Authentication Servers to the same API Deployment).
type selection struct {
	source   variable
	servers  []server // in the order of the specification
	fallback authenticator
}

// server is one of them, with the key that selects it.
type server struct {
	exact    []string
	wildcard *wildcardKey
	authenticator
}

func newSelection(p apigateway.DynamicAuthenticationPolicy, o Options) *selection {
	s := &selection{}
	s.source, _ = parseVariable(*p.SelectionSource.(apigateway.SingleSelectionSourcePolicy).Selector) // Validate has seen it
	for _, specified := range p.AuthenticationServers {
		a := server{authenticator: newAuthenticator(specified.AuthenticationServerDetail, o)}
		switch key := specified.Key.(type) {
		case apigateway.AnyOfSelectionKey:
			a.exact = key.Values
		case apigateway.WildcardSelectionKey:
			w, _ := parseWildcard(*key.Expression)
			a.wildcard = &w
		}
		s.servers = append(s.servers, a)
		if isTrue(specified.Key.GetIsDefault()) {
			s.fallback = a.authenticator
		}
	}
	return s
}

// authenticate leaves the caller to the server that the request selects. One
// that selects none is unauthorized (API Gateway troubleshooting: dynamic
// authentication selectors).
func (s *selection) authenticate(x *exchange) *refusal {
	if chosen := s.choose(x); chosen != nil {
		return chosen.authenticate(x)
	}
	return &refusal{status: http.StatusUnauthorized, code: codeNoServer,
		detail: s.source.String() + " selects no authentication server, and none is the default"}
}

// choose tries exact keys before wildcards, each kind in the order in which they
// were given. Of several values the first counts.
func (s *selection) choose(x *exchange) authenticator {
	values := s.values(x)
	if len(values) == 0 {
		return s.fallback
	}
	for _, a := range s.servers {
		if slices.Contains(a.exact, values[0]) {
			return a.authenticator
		}
	}
	for _, a := range s.servers {
		if a.wildcard != nil && a.wildcard.matches(values[0]) {
			return a.authenticator
		}
	}
	return s.fallback
}

// values are the context variable's. A claim can only be that of the token which
// one of the servers is going to verify.
func (s *selection) values(x *exchange) []string {
	if s.source.table != "auth" {
		return x.values(s.source)
	}
	if !x.fidelity.SelectorReadsUnverifiedClaims {
		return nil
	}
	for _, a := range s.servers {
		if check, ok := a.authenticator.(*tokenCheck); ok {
			if value, ok := check.unverified(x)[s.source.key]; ok {
				return []string{text(value)}
			}
		}
	}
	return nil
}

// unverified are the claims of a token that may be anyone's.
func (c *tokenCheck) unverified(x *exchange) (claims map[string]any) {
	text, _ := c.token(x)
	token, err := jwt.ParseSigned(text, signatures)
	if err != nil || token.UnsafeClaimsWithoutVerification(&claims) != nil {
		return nil
	}
	return claims
}

// wildcardKey is an expression with one wildcard at its start or its end: * for
// any number of characters, + for one or more (oci-go-sdk: WildcardSelectionKey).
type wildcardKey struct {
	fixed   string
	atStart bool
	least   int // characters that the wildcard stands for
}

func parseWildcard(expression string) (wildcardKey, bool) {
	if strings.Count(expression, "*")+strings.Count(expression, "+") != 1 {
		return wildcardKey{}, false
	}
	at := strings.IndexAny(expression, "*+")
	w := wildcardKey{fixed: expression[:at] + expression[at+1:], atStart: at == 0}
	if expression[at] == '+' {
		w.least = 1
	}
	return w, at == 0 || at == len(expression)-1
}

func (w wildcardKey) matches(value string) bool {
	if len(value) < len(w.fixed)+w.least {
		return false
	}
	if w.atStart {
		return strings.HasSuffix(value, w.fixed)
	}
	return strings.HasPrefix(value, w.fixed)
}
