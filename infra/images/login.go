package images

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// login logs in to a registry once for all images that go there. It ends when a push fails: a registry gives a token
// only for what it knew and allowed when it was asked.
type login struct {
	registry    name.Registry
	credentials authn.Authenticator
	scopes      []string // all repositories, to be pushed to (Distribution: token authentication)

	mutex   sync.Mutex
	current *session
}

// newLogin prepares a login for all tags, which are of one registry.
func newLogin(user, password string, tags map[name.Tag]Artifact) *login {
	l := &login{credentials: &authn.Basic{Username: user, Password: password}}
	for tag := range tags {
		l.registry, l.scopes = tag.Registry, append(l.scopes, tag.Scope(transport.PushScope))
	}
	slices.Sort(l.scopes)
	return l
}

// session is the one there is, or a new one.
func (l *login) session(ctx context.Context) (*session, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.current != nil {
		return l.current, nil
	}
	door, err := transport.NewWithContext(ctx, l.registry, l.credentials, remote.DefaultTransport, l.scopes)
	if err != nil {
		return nil, err
	}
	opened, err := newSession(door)
	if err != nil {
		return nil, err
	}
	l.current = opened
	return opened, nil
}

// forget makes the next one log in anew, unless somebody else did so meanwhile.
func (l *login) forget(failed *session) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.current == failed {
		l.current = nil
	}
}

// newSession is for a transport that is logged in.
func newSession(door http.RoundTripper) (*session, error) {
	options := []remote.Option{
		remote.WithTransport(door),
		remote.WithRetryBackoff(remote.Backoff{Steps: 1}), // the retries are ours
	}
	puller, err := remote.NewPuller(options...)
	if err != nil {
		return nil, err
	}
	pusher, err := remote.NewPusher(options...)
	return &session{puller, pusher}, err
}
