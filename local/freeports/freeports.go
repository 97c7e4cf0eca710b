// Package freeports finds ports for tests, and for clouds that are thrown away. They lie
// below those that Linux gives to outgoing connections (from 32768 on), so that a port
// which is free while a cloud restarts stays free.
package freeports

import (
	"errors"
	"net"
	"os"
	"sync/atomic"

	"github.com/cxbridge/cxbridge/local/checkout"
)

const begin, end = 12000, 32768

// next is where the search goes on, so that tests that run at the same time
// get different ports; test binaries begin far from each other, at places of which
// the last leaves room for a thousand searches.
var next atomic.Int64

func init() { next.Store(int64(begin + os.Getpid()*4093%(end-begin-4000))) }

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
func Next() (checkout.Ports, error) {
	for {
		first := int(next.Add(4)) - 4
		if first+4 > end {
			return checkout.Ports{}, errors.New("no four free ports in a row")
		}
		if isFree(first) && isFree(first+1) && isFree(first+2) && isFree(first+3) {
			return checkout.PortsAt(first), nil
		}
	}
}

func isFree(port int) bool {
	listener, err := net.Listen("tcp", checkout.Address(port))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
