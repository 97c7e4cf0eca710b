// Package freeports finds ports for tests that start the local cloud.
package freeports

import (
	"net"
	"os"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// next is where the search goes on, so that tests that run at the same time
// get different ports; test binaries begin at different places.
var next atomic.Int64

func init() { next.Store(int64(20000 + os.Getpid()*16%30000)) }

// Find returns four free ports in a row, as CXBRIDGE_PORTS wants them.
func Find(t testing.TB) checkout.Ports {
	t.Helper()
	for {
		first := int(next.Add(4)) - 4
		if first > 60000 {
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
