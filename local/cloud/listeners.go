package cloud

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// closeGrace is how long requests may take to end when an address is closed.
const closeGrace = 5 * time.Second

// listeners are the addresses the cloud opens of itself: gateways', further vaults'.
type listeners struct {
	listen func(network, address string) (net.Listener, error)
	log    *slog.Logger

	mu       sync.Mutex
	servers  map[string]*server // by host:port
	draining sync.WaitGroup
}

type server struct {
	*http.Server
	listener net.Listener
}

// Open serves h at an address; port 0 takes a free one. It returns the address.
func (l *listeners) Open(address string, h http.Handler) (string, error) {
	listener, err := l.listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("listening on %s (stop what uses it, or choose another address): %w", address, err)
	}
	// A gateway waits 15 s for what a client has begun to send (API Gateway: limits).
	s := &server{&http.Server{Handler: h, ReadHeaderTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(l.log.Handler(), slog.LevelDebug)}, listener}
	l.mu.Lock()
	l.servers[listener.Addr().String()] = s
	l.mu.Unlock()
	go s.Serve(listener)
	return listener.Addr().String(), nil
}

// Close stops listening at an address, and on the connections to it that are open: there is
// no further request. It does not wait for those under way.
func (l *listeners) Close(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.servers[address]
	if s == nil {
		return
	}
	delete(l.servers, address)
	s.listener.Close() // now: another may want the address
	s.SetKeepAlivesEnabled(false)
	l.draining.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
		defer cancel()
		if s.Shutdown(ctx) != nil {
			s.Server.Close()
		}
	})
}

// closeAll closes every address and waits for the requests under way.
func (l *listeners) closeAll() {
	l.mu.Lock()
	addresses := slices.Collect(maps.Keys(l.servers))
	l.mu.Unlock()
	for _, address := range addresses {
		l.Close(address)
	}
	l.draining.Wait()
}

// vaultEndpoints serve the whole API at further addresses.
type vaultEndpoints struct {
	*listeners
	handler http.Handler
	spare   string // host:0
}

func (v vaultEndpoints) Open(url string) (string, error) {
	address := strings.TrimPrefix(url, "http://")
	if address == "" {
		address = v.spare
	}
	address, err := v.listeners.Open(address, v.handler)
	return "http://" + address, err
}

func (v vaultEndpoints) Close(url string) { v.listeners.Close(strings.TrimPrefix(url, "http://")) }
