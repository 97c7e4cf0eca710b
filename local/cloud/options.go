package cloud

import (
	"errors"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

// Options are what a Cloud is made of. Dir and URL are required, the rest has defaults.
type Options struct {
	Dir string // everything that is kept; owned by one Cloud at a time
	URL string // at which Handler is served, such as http://127.0.0.1:8480

	GatewayAddress string // of the first API gateway; 127.0.0.1:8481

	Tenancy     string // OCID; ocid1.tenancy.oc1..cxbridgelocal
	Compartment string // OCID; ocid1.compartment.oc1..cxbridgelocal
	User        string // OCID; ocid1.user.oc1..cxbridgelocal
	Region      string // us-ashburn-1
	RegionKey   string // iad
	Namespace   string // of object storage and registry; cxbridge

	RegistryUser     string // without the namespace; local
	RegistryPassword string // local-auth-token

	CACertFile  string            // CA the functions trust (SSL_CERT_FILE), and gateways besides the machine's; none
	FunctionEnv map[string]string // more for every function's environment
	IdleAfter   time.Duration     // when an idle function's process is stopped; the fidelity switch

	AlarmSpeed int // how many times faster than life Monitoring's time goes; 1

	Listen   func(network, address string) (net.Listener, error) // for gateways and vaults; net.Listen
	Clock    func() time.Time                                    // time.Now
	Timer    func(d time.Duration, f func()) (stop func())       // of deliveries' further attempts; time.AfterFunc
	Fidelity fidelity.Switches                                   // fidelity.Defaults()
	Log      *slog.Logger                                        // slog.Default()
}

func (o Options) withDefaults() (Options, error) {
	if o.Dir == "" || o.URL == "" {
		return o, errors.New("cloud: Options.Dir and Options.URL are required")
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	for field, value := range map[*string]string{
		&o.GatewayAddress:   "127.0.0.1:8481",
		&o.Tenancy:          "ocid1.tenancy.oc1..cxbridgelocal",
		&o.Compartment:      "ocid1.compartment.oc1..cxbridgelocal",
		&o.User:             "ocid1.user.oc1..cxbridgelocal",
		&o.Region:           "us-ashburn-1",
		&o.RegionKey:        "iad",
		&o.Namespace:        "cxbridge",
		&o.RegistryUser:     "local",
		&o.RegistryPassword: "local-auth-token",
	} {
		if *field == "" {
			*field = value
		}
	}
	if o.Listen == nil {
		o.Listen = net.Listen
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Timer == nil {
		o.Timer = func(d time.Duration, f func()) func() {
			timer := time.AfterFunc(d, f)
			return func() { timer.Stop() }
		}
	}
	if o.Fidelity == (fidelity.Switches{}) {
		o.Fidelity = fidelity.Defaults()
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o, nil
}
