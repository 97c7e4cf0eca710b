package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/cxbridge/cxbridge/local/authority"
	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/engine"
)

// Options say where the local cloud and the desk keep things, and where they
// listen.
type Options struct {
	Dir   string
	Ports checkout.Ports
	Behaviour
	Log io.Writer
	// Listen is for what the cloud opens besides: further gateways and vaults; net.Listen.
	Listen func(network, address string) (net.Listener, error)
}

// Daemon is a running local cloud with its desk.
type Daemon struct {
	Cloud *cloud.Cloud
	Desk  *desk.Desk

	servers []*http.Server
}

// closeGrace is how long a request that is under way may take to end.
const closeGrace = 5 * time.Second

// Start runs the local cloud and the desk in this process, until Close.
func Start(o Options) (_ *Daemon, err error) {
	log := slog.New(slog.NewTextHandler(o.Log, nil))
	ca, err := authority.Open(filepath.Join(o.Dir, "authority"), time.Now())
	if err != nil {
		return nil, err
	}
	d := &Daemon{}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if err := d.startDesk(o, ca, log); err != nil {
		return nil, err
	}
	if err := d.startCloud(o, ca, log); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Daemon) startDesk(o Options, ca *authority.Authority, log *slog.Logger) (err error) {
	dir := filepath.Join(o.Dir, "desk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	d.Desk, err = desk.New(desk.Options{
		Path: filepath.Join(dir, "desk.db"), User: DeskUser, Password: DeskPassword, Logger: log,
		Example: exampleSMS(o.Ports), FirstContact: AlarmContact,
		Clients: Clients(), HTTPClient: ca.Client(),
	})
	if err != nil {
		return err
	}
	tls, err := ca.ServerConfig(time.Now())
	if err != nil {
		return err
	}
	if err := d.serve(&http.Server{Addr: checkout.Address(o.Ports.Desk), Handler: d.Desk.Handler()}, log); err != nil {
		return err
	}
	return d.serve(&http.Server{Addr: checkout.Address(o.Ports.DeskHTTPS), Handler: d.Desk.Handler(), TLSConfig: tls}, log)
}

func (d *Daemon) startCloud(o Options, ca *authority.Authority, log *slog.Logger) (err error) {
	switches, err := o.assumptions()
	if err != nil {
		return err
	}
	d.Cloud, err = cloud.New(cloud.Options{
		Dir: filepath.Join(o.Dir, "cloud"), URL: checkout.URL(o.Ports.Cloud), GatewayAddress: checkout.Address(o.Ports.Gateway),
		Compartment: Compartment, CACertFile: ca.CertFile, Fidelity: switches, Log: log,
		AlarmSpeed: o.complete().AlarmSpeed, Listen: o.Listen,
	})
	if err != nil {
		return err
	}
	if err := d.Cloud.WriteConfigFile(ociConfigFile(o.Dir)); err != nil {
		return err
	}
	return d.serve(&http.Server{Addr: checkout.Address(o.Ports.Cloud), Handler: d.Cloud.Handler()}, log)
}

// serve listens before it returns, so that whoever waits for the daemon finds
// all of it.
func (d *Daemon) serve(server *http.Server, log *slog.Logger) error {
	listener, err := net.Listen("tcp", server.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w: stop what uses the port, or choose others with %s=<the first of four> and in stacks/Pulumi.local.yaml", server.Addr, err, checkout.PortsVariable)
	}
	server.ReadHeaderTimeout = 15 * time.Second
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	d.servers = append(d.servers, server)
	if server.TLSConfig != nil {
		go server.ServeTLS(listener, "", "")
	} else {
		go server.Serve(listener)
	}
	return nil
}

// Close stops everything; what it holds stays on disk. The cloud goes first: its
// gateways end what is under way, for which functions still need the cloud's API
// and the desk.
func (d *Daemon) Close() error {
	var errs []error
	if d.Cloud != nil {
		errs = append(errs, d.Cloud.Close())
	}
	if d.Desk != nil {
		errs = append(errs, d.Desk.Close())
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	for _, server := range d.servers {
		if server.Shutdown(ctx) != nil {
			errs = append(errs, server.Close())
		}
	}
	return errors.Join(errs...)
}

func ociConfigFile(dir string) string { return filepath.Join(dir, "oci", "config") }

// Engine is the Pulumi engine of a checkout, turned to its local cloud.
func Engine(c checkout.Checkout, ports checkout.Ports) engine.Engine {
	return engine.Engine{
		Checkout: c, OCIConfigFile: ociConfigFile(c.Local()), HostOverrides: cloud.HostOverrides(checkout.URL(ports.Cloud)),
	}
}

// exampleSMS is what an empty desk's page proposes.
func exampleSMS(ports checkout.Ports) string {
	return fmt.Sprintf(`curl -X POST %s/webhooks/sms-to-incident \
  -H 'Content-Type: application/json' \
  -d @functions/sms-to-incident/testdata/guide.json`, checkout.URL(ports.Gateway))
}
