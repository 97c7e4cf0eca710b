package freeports

import (
	"net"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// Nobody is given what another process was, listened on or not, nor what somebody
// listens on.
func TestPortsAreGivenOutOnce(t *testing.T) {
	at := Find(t).Cloud
	here, there := search{group: (at - begin) / size}, search{group: (at - begin) / size}
	given := map[int]bool{at: true}
	for range 20 {
		for _, s := range []*search{&here, &there} {
			ports, err := s.next()
			if err != nil {
				t.Fatal(err)
			}
			if given[ports.Cloud] || ports.Cloud < begin || ports.DeskHTTPS >= 32768 {
				t.Errorf("the ports %+v, after %v", ports, given)
			}
			given[ports.Cloud] = true
			for _, port := range []int{ports.Cloud, ports.Gateway, ports.Desk, ports.DeskHTTPS} {
				listener, err := net.Listen("tcp", checkout.Address(port))
				if err != nil {
					t.Fatal(err)
				}
				listener.Close()
			}
		}
	}
	for _, s := range []*search{&here, &there} {
		for _, sign := range s.taken {
			sign.Close()
		}
	}
}

func TestListenTakesNoPortOfOutgoingConnections(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", checkout.Address(Find(t).Cloud)} {
		listener, err := Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		if port := listener.Addr().(*net.TCPAddr).Port; port < begin || port >= 32768 {
			t.Errorf("%s was taken for %s", listener.Addr(), address)
		}
	}
}
