package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/singleflight"
)

// maxKeySet bounds a key set, in bytes. Those in the field have a few thousand.
const maxKeySet = 256 << 10

// remoteKeys is a REMOTE_JWKS: keys that an identity provider publishes, fetched
// when a token needs them and kept for as long as the policy says. Requests that
// arrive meanwhile share one fetch. As long as it fails, every request does.
type remoteKeys struct {
	uri     string
	client  http.Client
	keepFor time.Duration
	clock   func() time.Time

	once    singleflight.Group
	mu      sync.Mutex
	keys    []jose.JSONWebKey
	fetched time.Time // zero: never
	asked   time.Time // last, with or without success
}

func newRemoteKeys(uri string, hours *int, insecure *bool, o Options) *remoteKeys {
	k := &remoteKeys{uri: uri, client: *o.Client, keepFor: o.Fidelity.KeysKeptFor, clock: o.Clock}
	if hours != nil {
		k.keepFor = time.Duration(*hours) * time.Hour
	}
	if isTrue(insecure) {
		k.client.Transport = insecureTransport(o.Client.Transport)
	}
	if !o.Fidelity.KeysRedirectsFollowed {
		k.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return k
}

// insecureTransport does not verify certificates, which is the deployment's own
// choice. One of its own kind stays as it is.
func insecureTransport(given http.RoundTripper) http.RoundTripper {
	if given == nil {
		given = http.DefaultTransport
	}
	transport, ok := given.(*http.Transport)
	if !ok {
		return given
	}
	transport = transport.Clone()
	if transport.TLSClientConfig == nil {
		transport.TLSClientConfig = &tls.Config{}
	}
	transport.TLSClientConfig.InsecureSkipVerify = true
	return transport
}

func (k *remoteKeys) find(x *exchange, kid string) ([]jose.JSONWebKey, *refusal) {
	keys, err := k.current(x, k.stale)
	if err != nil {
		return nil, &refusal{status: http.StatusInternalServerError, code: codeTokenKeys, detail: err.Error()}
	}
	found := choose(x, keys, kid)
	if len(found) > 0 || kid == "" {
		return found, nil
	}
	keys, err = k.current(x, func() bool { return k.mayAskAgain(x.fidelity.UnknownKeyRefetch) })
	if err != nil { // the kept ones are still good
		x.log(levelWarn, codeTokenKeys, err.Error(), "")
		return nil, nil
	}
	return choose(x, keys, kid), nil
}

// stale is asked under the lock.
func (k *remoteKeys) stale() bool {
	return k.fetched.IsZero() || !k.clock().Before(k.fetched.Add(k.keepFor))
}

// mayAskAgain limits how often tokens with a kid that nobody knows make the
// gateway ask for the keys before their time. It is asked under the lock.
func (k *remoteKeys) mayAskAgain(every time.Duration) bool {
	return every > 0 && !k.clock().Before(k.asked.Add(every))
}

// current gives the kept keys, or if a fetch is due the ones it brings. Others may
// wait for the same fetch, so the client's leaving does not end it.
func (k *remoteKeys) current(x *exchange, due func() bool) ([]jose.JSONWebKey, error) {
	if keys, fetch := k.kept(due); !fetch {
		return keys, nil
	}
	x.log(levelInfo, codeTokenCacheMiss, "", "")
	shared, err, _ := k.once.Do("", func() (any, error) {
		if keys, fetch := k.kept(due); !fetch { // another was faster
			return keys, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(x.r.Context()), x.fidelity.KeysTimeout)
		defer cancel()
		keys, err := k.download(ctx)
		k.keep(keys, err == nil)
		return keys, err
	})
	if err != nil {
		return nil, fmt.Errorf("fetching the keys of %s: %w", k.uri, err)
	}
	return shared.([]jose.JSONWebKey), nil
}

func (k *remoteKeys) kept(due func() bool) (keys []jose.JSONWebKey, fetch bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keys, due()
}

func (k *remoteKeys) keep(keys []jose.JSONWebKey, good bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = k.clock()
	if good {
		k.keys, k.fetched = keys, k.asked
	}
}

func (k *remoteKeys) download(ctx context.Context) ([]jose.JSONWebKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, k.uri, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := k.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New("it answered " + response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxKeySet+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > maxKeySet:
		return nil, fmt.Errorf("its answer is larger than %d bytes", maxKeySet)
	}
	return parseKeySet(body)
}
