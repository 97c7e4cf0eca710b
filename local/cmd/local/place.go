package main

import (
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

func (p place) engine() engine.Engine {
	return daemon.Engine(p.Checkout, p.Ports)
}
