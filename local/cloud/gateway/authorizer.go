package gateway

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"golang.org/x/sync/singleflight"
)

// maxVerdicts bounds an authorizer's cache.
const maxVerdicts = 10_000

// authorizer is a CUSTOM_AUTHENTICATION policy: a function that says who the
// caller is, and the cache of what it said.
//
// The cache key is a digest, so that no secret of a caller stays in memory for
// it. Callers with the same arguments who arrive while the function runs share
// one call; the same cache key alone would not do, as it may leave out what
// the decision rests on.
type authorizer struct {
	functionID string
	token      *variable           // single-argument
	parameters map[string]variable // multi-argument
	cacheKey   []string            // names of parameters
	failure    failurePolicy

	once  singleflight.Group
	clock func() time.Time
	mu    sync.Mutex
	cache *lru[string, cached]
}

type cached struct {
	verdict verdict
	until   time.Time
}

func newAuthorizer(p apigateway.CustomAuthenticationPolicy, o Options) *authorizer {
	a := &authorizer{
		functionID: *p.FunctionId, cacheKey: p.CacheKey, failure: newFailurePolicy(p.ValidationFailurePolicy),
		clock: o.Clock, cache: newLRU[string, cached](maxVerdicts),
	}
	switch {
	case p.TokenHeader != nil:
		a.token = &variable{"headers", *p.TokenHeader}
		return a
	case p.TokenQueryParam != nil:
		a.token = &variable{"query", *p.TokenQueryParam}
		return a
	}
	a.parameters = map[string]variable{}
	for name, expression := range p.Parameters {
		v, _ := parseVariable(expression) // Validate has seen it
		a.parameters[name] = v
		if len(p.CacheKey) == 0 && v.table != "body" {
			a.cacheKey = append(a.cacheKey, name)
		}
	}
	slices.Sort(a.cacheKey)
	return a
}

func (a *authorizer) authenticate(x *exchange) *refusal {
	args, refused := a.arguments(x)
	if refused != nil {
		return refused
	}
	if a.token != nil && len(args) == 0 && x.fidelity.MissingTokenSkipsAuthorizer {
		return a.deny(x, verdict{})
	}
	v := a.ask(x, args)
	switch {
	case v.failed != nil:
		copied := *v.failed // callers share a verdict
		return a.failure.applyToError(x, &copied)
	case !v.active:
		return a.deny(x, v)
	}
	x.caller = identity{v.scope, v.context}
	return nil
}

// arguments are what the function is told. What the request does not have is
// left out; several values of one name make a list.
func (a *authorizer) arguments(x *exchange) (map[string]any, *refusal) {
	wanted := a.parameters
	if a.token != nil {
		wanted = map[string]variable{"token": *a.token}
	}
	args := map[string]any{}
	for name, v := range wanted {
		if v.table == "body" {
			if refused := x.readBody(maxFunctionBody); refused != nil {
				return nil, refused
			}
		}
		switch values := x.authorizerValues(v); len(values) {
		case 0:
		case 1:
			args[name] = values[0]
		default:
			args[name] = values
		}
	}
	return args, nil
}

// authorizerValues shows the gateway's own forwarding headers if the switch
// says that authorizers see them.
func (x *exchange) authorizerValues(v variable) []string {
	if v.table == "headers" && x.fidelity.AuthorizerSeesGatewayAddress {
		own := http.Header{}
		own["X-Forwarded-For"] = x.r.Header.Values("X-Forwarded-For")
		own["Forwarded"] = x.r.Header.Values("Forwarded")
		x.forwarded(own)
		if values := own.Values(v.key); values != nil {
			return values
		}
	}
	return x.values(v)
}

// ask takes the verdict from the cache or from the function.
func (a *authorizer) ask(x *exchange, args map[string]any) verdict {
	key := a.key(args)
	if v, ok := a.lookup(key); ok {
		return v
	}
	x.log(levelInfo, codeAuthCacheMiss, "", a.functionID)
	shared, _, _ := a.once.Do(digest(args), func() (any, error) {
		v := x.callAuthorizer(a, args)
		if v.failed == nil && (v.active || x.fidelity.AuthorizerDenialsCached) {
			a.remember(key, v)
		}
		return v, nil
	})
	return shared.(verdict)
}

// key covers the arguments of the cache key; a single argument is all of it.
func (a *authorizer) key(args map[string]any) string {
	if a.token != nil {
		return digest(args)
	}
	chosen := maps.Clone(args)
	maps.DeleteFunc(chosen, func(name string, _ any) bool { return !slices.Contains(a.cacheKey, name) })
	return digest(chosen)
}

// digest is the same for equal arguments: JSON sorts the names.
func digest(args map[string]any) string {
	b, err := json.Marshal(args)
	if err != nil {
		panic(err) // strings and lists of them
	}
	sum := sha256.Sum256(b)
	return string(sum[:])
}

func (a *authorizer) lookup(key string) (verdict, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	c, ok := a.cache.get(key)
	return c.verdict, ok && a.clock().Before(c.until)
}

func (a *authorizer) remember(key string, v verdict) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.clock()
	a.cache.put(key, cached{v, v.cachedUntil(now)})
}
