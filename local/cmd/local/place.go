package main

import (
	"errors"
	"os"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/engine"
)

// place is the checkout that a command was typed in, and its ports.
type place struct {
	checkout.Checkout
	Ports checkout.Ports
}

func here() (place, error) {
	c, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return place{}, err
	}
	ports, err := checkout.PortsFrom(os.Getenv)
	return place{Checkout: c, Ports: ports}, err
}

// running is here with a local cloud that runs, and the ports that this has: it may
// have been started with others than are asked for now.
func running() (place, error) {
	p, err := here()
	if err != nil {
		return place{}, err
	}
	state, running, err := daemon.Read(p.Local())
	if err != nil {
		return place{}, err
	}
	if !running {
		return place{}, errNotRunning
	}
	if state.Ready {
		p.Ports = state.Ports
	}
	return p, nil
}

var errNotRunning = errors.New("the local cloud is not running: scripts/local up starts it")

func (p place) engine() engine.Engine {
	return daemon.Engine(p.Checkout, p.Ports)
}
