// Package freeports finds ports for tests that start the local cloud. They lie below
// those that Linux gives to outgoing connections (from 32768 on), so that a port which is
// free while a cloud restarts stays free.
package freeports

import (
	"net"
	"os"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
)

const begin, end = 12000, 32768

// next is where the search goes on, so that tests that run at the same time
// get different ports; test binaries begin far from each other, at places of which
// the last leaves room for a thousand searches.
var next atomic.Int64

func init() { next.Store(int64(begin + os.Getpid()*4093%(end-begin-4000))) }

// Find returns four free ports in a row, as CXBRIDGE_PORTS wants them.
func Find(t testing.TB) checkout.Ports {
	t.Helper()
	for {
		first := int(next.Add(4)) - 4
		if first+4 > end {
			t.Fatal("no four free ports in a row")
		}
		if isFree(first) && isFree(first+1) && isFree(first+2) && isFree(first+3) {
			return checkout.PortsAt(first)
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
