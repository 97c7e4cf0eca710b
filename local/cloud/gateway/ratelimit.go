package gateway

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"golang.org/x/time/rate"
)

// maxClients bounds the clients whose rates are remembered.
const maxClients = 10_000

// limiter counts requests in total or for each client.
type limiter struct {
	rate     rate.Limit
	burst    int
	byClient bool
	clock    func() time.Time

	mu      sync.Mutex
	buckets *lru[netip.Prefix, *rate.Limiter]
}

func newLimiter(policy *apigateway.RateLimitingPolicy, o Options) *limiter {
	if policy == nil {
		return nil
	}
	l := &limiter{
		rate:     rate.Limit(*policy.RateInRequestsPerSecond),
		burst:    o.Fidelity.RateLimitBurst,
		byClient: policy.RateKey == apigateway.RateLimitingPolicyRateKeyClientIp,
		clock:    o.Clock,
		buckets:  newLRU[netip.Prefix, *rate.Limiter](maxClients),
	}
	if l.burst == 0 {
		l.burst = *policy.RateInRequestsPerSecond
	}
	return l
}

// admit takes a request, or says how long the client should wait.
func (l *limiter) admit(client netip.Addr) (wait time.Duration, ok bool) {
	now := l.clock()
	reservation := l.bucket(client).ReserveN(now, 1)
	if wait = reservation.DelayFrom(now); wait == 0 {
		return 0, true
	}
	reservation.CancelAt(now)
	return wait, false
}

func (l *limiter) bucket(client netip.Addr) *rate.Limiter {
	var key netip.Prefix
	if l.byClient {
		key = clientKey(client)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets.get(key)
	if !ok {
		b = rate.NewLimiter(l.rate, l.burst)
		l.buckets.put(key, b)
	}
	return b
}

// clientKey is an IPv4 address, or an IPv6 address's /64 (API Gateway: Limiting
// the Number of Requests to API Gateway Backends).
func clientKey(client netip.Addr) netip.Prefix {
	bits := client.BitLen()
	if client.Is6() {
		bits = 64
	}
	key, _ := client.Prefix(bits) // fails for an unknown address alone: one key for all of them
	return key
}

func (x *exchange) limitRate() *refusal {
	l := x.deployment.limiter
	if l == nil {
		return nil
	}
	wait, ok := l.admit(x.client)
	if ok {
		x.log(levelInfo, codeRatePermitted, "", "")
		return nil
	}
	refused := &refusal{
		status: x.fidelity.RateLimitStatus, code: codeRateDenied,
		detail: fmt.Sprintf("more than %v requests per second", l.rate),
	}
	if x.fidelity.RateLimitRetryAfter {
		refused.header = http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(wait.Seconds())))}}
	}
	return refused
}
