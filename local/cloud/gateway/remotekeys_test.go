package gateway

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKeysAreKept(t *testing.T) {
	for _, tt := range []struct {
		policy string
		fresh  time.Duration
	}{{"", time.Hour}, {`,"maxCacheDurationInHours":2`, 2 * time.Hour}} {
		p := newIDP(t)
		b := newBench(t, tokens(tokenPolicy(header, p.jwks(tt.policy+expecting))))
		token := bearer(signers()["first"].sign(t, claims(map[string]any{"exp": now.Add(24 * time.Hour).Unix()})))
		fetched := func(after time.Duration) int {
			b.clock.Pass(after)
			wantStatus(t, b.get("/v1/a", token...), 200)
			return p.count()
		}
		if fetched(0) != 1 || fetched(tt.fresh-time.Second) != 1 || fetched(time.Second) != 2 {
			t.Errorf("with %q fetched %d times in all", tt.policy, p.count())
		}
	}
}

// Keys that changed are known when the old ones have been kept for their time, not
// before: nor does a kid that nobody knows make the gateway ask.
func TestRotationTakesAsLongAsTheCache(t *testing.T) {
	p := newIDP(t)
	b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))))
	long := map[string]any{"exp": now.Add(24 * time.Hour).Unix()}
	first, second := bearer(signers()["first"].sign(t, claims(long))), bearer(signers()["second"].sign(t, claims(long)))
	wantStatus(t, b.get("/v1/a", first...), 200)
	p.publish(keySet(t, signers()["second"].jwk()))
	b.clock.Pass(time.Hour - time.Second)
	wantStatus(t, b.get("/v1/a", first...), 200)
	wantStatus(t, b.get("/v1/a", second...), 401)
	b.clock.Pass(time.Second)
	wantStatus(t, b.get("/v1/a", second...), 200)
	wantStatus(t, b.get("/v1/a", first...), 401)
	if p.count() != 2 {
		t.Errorf("fetched %d times, want 2", p.count())
	}
}

func TestUnknownKeysMayBeAskedFor(t *testing.T) {
	p := newIDP(t)
	b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))), func(o *Options) { o.Fidelity.UnknownKeyRefetch = time.Minute })
	second := bearer(signers()["second"].sign(t, claims(nil)))
	for range 3 {
		wantStatus(t, b.get("/v1/a", second...), 401)
	}
	if p.count() != 1 {
		t.Errorf("fetched %d times within a minute, want once", p.count())
	}
	b.clock.Pass(time.Minute)
	p.fails()
	wantStatus(t, b.get("/v1/a", second...), 401) // the kept keys are still good
	wantStatus(t, b.get("/v1/a", bearer(good(t))...), 200)
	p.publish(keySet(t, signers()["second"].jwk()))
	wantStatus(t, b.get("/v1/a", second...), 401) // asked a moment ago
	b.clock.Pass(time.Minute)
	wantStatus(t, b.get("/v1/a", second...), 200)
	if p.count() != 3 || !b.journal.has(codeTokenKeys) {
		t.Errorf("fetched %d times, log %+v", p.count(), b.journal.execution)
	}
}

// Without keys every request fails, a good token's too, and the next one tries again.
func TestKeysThatCannotBeHad(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		detail string
	}{
		{"unavailable", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "it answered 503"},
		{"not found", http.NotFound, "it answered 404"},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/jwk" {
				http.Redirect(w, r, "/elsewhere", http.StatusFound)
				return
			}
			fmt.Fprint(w, keySet(t, signers()["first"].jwk()))
		}, "it answered 302"},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, "no JSON Web Key Set"},
		{"too much", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"keys":[]}`+strings.Repeat(" ", maxKeySet))
		}, "larger than"},
		{"broken off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"keys":[`)
		}, "unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newIDP(t)
			b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))))
			p.answers(tt.answer)
			w := b.get("/v1/a", bearer(good(t))...)
			wantStatus(t, w, 500)
			if w.Body.String() != `{"code":500,"message":"Internal Server Error"}` {
				t.Errorf("body %s", w.Body)
			}
			logged := b.journal.execution[len(b.journal.execution)-1]
			if logged.Code != codeTokenKeys || logged.Level != levelError || !strings.Contains(logged.Message, tt.detail) {
				t.Errorf("log %+v, want %q", logged, tt.detail)
			}
			p.publish(keySet(t, signers()["first"].jwk()))
			wantStatus(t, b.get("/v1/a", bearer(good(t))...), 200)
		})
	}
}

func TestKeptKeysAreNotUsedForLongerThanTheirTime(t *testing.T) {
	p := newIDP(t)
	b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))))
	token := bearer(signers()["first"].sign(t, claims(map[string]any{"exp": now.Add(24 * time.Hour).Unix()})))
	wantStatus(t, b.get("/v1/a", token...), 200)
	p.fails()
	b.clock.Pass(time.Hour)
	wantStatus(t, b.get("/v1/a", token...), 500)
}

func TestProvidersThatHangAreGivenUp(t *testing.T) {
	p := newIDP(t)
	let := make(chan struct{})
	p.answers(func(http.ResponseWriter, *http.Request) { <-let })
	defer close(let)
	b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))), func(o *Options) { o.Fidelity.KeysTimeout = 10 * time.Millisecond })
	wantStatus(t, b.get("/v1/a", bearer(good(t))...), 500)
}

func TestConcurrentRequestsShareAFetch(t *testing.T) {
	p := newIDP(t)
	let := make(chan struct{})
	p.answers(func(w http.ResponseWriter, _ *http.Request) {
		<-let
		fmt.Fprint(w, keySet(t, signers()["first"].jwk()))
	})
	b := newBench(t, tokens(tokenPolicy(header, p.jwks(expecting))))
	token := bearer(good(t))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { wantStatus(t, b.get("/v1/a", token...), 200) })
	}
	close(let)
	wg.Wait()
	if n := p.count(); n != 1 {
		t.Errorf("fetched %d times, want once", n)
	}
}

// The injected client decides whom to trust, unless the deployment does not care.
func TestWhoIsTrusted(t *testing.T) {
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, keySet(t, signers()["first"].jwk()))
	}))
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	trusting := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}}
	for _, tt := range []struct {
		name   string
		client *http.Client
		policy string
		status int
	}{
		{"known", trusting, "", 200},
		{"unknown", stranger, "", 500},
		{"unknown to the machine", nil, "", 500},
		{"not verified", stranger, `,"isSslVerifyDisabled":true`, 200},
		{"not verified by the machine's client", nil, `,"isSslVerifyDisabled":true`, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			policy := `{"type":"REMOTE_JWKS","uri":"` + secure.URL + `"` + tt.policy + expecting + `}`
			b := newBench(t, tokens(tokenPolicy(header, policy)), func(o *Options) { o.Client = tt.client })
			wantStatus(t, b.get("/v1/a", bearer(good(t))...), tt.status)
		})
	}
	if stranger.Transport.(*http.Transport).TLSClientConfig.InsecureSkipVerify {
		t.Error("the injected client was changed")
	}
}
