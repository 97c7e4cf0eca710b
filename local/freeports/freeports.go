// Package freeports finds ports for tests, and for clouds that are thrown away. They lie
// below those that Linux gives to outgoing connections (from 32768 on), so that a port
// which is free while a cloud restarts stays free.
//
// Ports come in groups of four. A fifth, on which this process listens as long as it
// lives, tells other processes that the group is taken, though nobody listens there yet.
package freeports

import (
	"errors"
	"net"
	"os"
	"strconv"
	"sync"

	"github.com/cxbridge/cxbridge/local/checkout"
)

const begin, size, groups = 12000, 5, 4000

// Find returns four free ports in a row, as CXBRIDGE_PORTS wants them. t is a test.
func Find(t interface {
	Helper()
	Fatal(args ...any)
}) checkout.Ports {
	t.Helper()
	ports, err := Next()
	if err != nil {
		t.Fatal(err)
	}
	return ports
}

// Next is Find for programs.
func Next() (checkout.Ports, error) { return own.next() }

// Listen is net.Listen that has a port of its own choice, where 0 asks for any, be free
// again when it is wanted again.
func Listen(network, address string) (net.Listener, error) {
	if host, port, err := net.SplitHostPort(address); err == nil && port == "0" {
		ports, err := Next()
		if err != nil {
			return nil, err
		}
		address = net.JoinHostPort(host, strconv.Itoa(ports.Cloud))
	}
	return net.Listen(network, address)
}

// own begins where other processes have not begun yet.
var own = search{group: os.Getpid() % groups}

// search goes through the groups, and keeps those that it has given out.
type search struct {
	mu    sync.Mutex
	group int
	taken []net.Listener
}

func (s *search) next() (checkout.Ports, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range groups {
		first := begin + s.group*size
		s.group = (s.group + 1) % groups
		sign, err := net.Listen("tcp", checkout.Address(first+4))
		if err != nil {
			continue
		}
		if isFree(first) && isFree(first+1) && isFree(first+2) && isFree(first+3) {
			s.taken = append(s.taken, sign)
			return checkout.PortsAt(first), nil
		}
		sign.Close()
	}
	return checkout.Ports{}, errors.New("no four free ports in a row")
}

func isFree(port int) bool {
	listener, err := net.Listen("tcp", checkout.Address(port))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
