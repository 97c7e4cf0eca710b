package cloud

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// closeGrace is how long requests may take to end when an address is closed.
const closeGrace = 5 * time.Second

// listeners are the addresses the cloud opens of itself: gateways', further vaults'.
type listeners struct {
	log *slog.Logger

	mu      sync.Mutex
	servers map[string]*http.Server // by host:port
}

// Open serves h at an address; port 0 takes a free one. It returns the address.
func (l *listeners) Open(address string, h http.Handler) (string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("listening on %s (stop what uses it, or choose another address): %w", address, err)
	}
	// A gateway waits 15 s for what a client has begun to send (API Gateway: limits).
	server := &http.Server{Handler: h, ReadHeaderTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(l.log.Handler(), slog.LevelDebug)}
	l.mu.Lock()
	l.servers[listener.Addr().String()] = server
	l.mu.Unlock()
	go server.Serve(listener)
	return listener.Addr().String(), nil
}

// Close stops serving at an address.
func (l *listeners) Close(address string) {
	l.mu.Lock()
	server := l.servers[address]
	delete(l.servers, address)
	l.mu.Unlock()
	if server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
}

func (l *listeners) closeAll() {
	l.mu.Lock()
	var addresses []string
	for address := range l.servers {
		addresses = append(addresses, address)
	}
	l.mu.Unlock()
	var all sync.WaitGroup
	for _, address := range addresses {
		all.Go(func() { l.Close(address) })
	}
	all.Wait()
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
