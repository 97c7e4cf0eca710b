package cloud

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/apigateway"
	"github.com/cxbridge/cxbridge/local/cloud/artifacts"
	"github.com/cxbridge/cxbridge/local/cloud/functions"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
	"github.com/cxbridge/cxbridge/local/cloud/kms"
	"github.com/cxbridge/cxbridge/local/cloud/logging"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring"
	"github.com/cxbridge/cxbridge/local/cloud/notifications"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Cloud is a running local cloud. It is safe for concurrent use.
type Cloud struct {
	options   Options
	store     *store.Store
	keys      *keyring
	engine    *resource.Engine
	iam       *identity.IAM
	listeners *listeners
	outgoing  *http.Client // with which gateways fetch identity providers' keys
	registry  *registry.Registry
	runner    *runner.Runner
	artifacts *artifacts.Plane
	functions *functions.Plane
	gateways  *apigateway.Plane
	topics    *notifications.Plane
	vaults    *kms.Plane
	logging   *logging.Plane
	alarms    *monitoring.Plane
	own       *http.Server // of Start

	life       context.Context // ends with Close
	end        context.CancelFunc
	background sync.WaitGroup
	closing    sync.Once
}

// New opens the cloud kept in Options.Dir, or a new one, and lets its gateways listen.
// The API is the caller's to serve, at Options.URL.
func New(o Options) (*Cloud, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	c := &Cloud{options: o, listeners: &listeners{listen: o.Listen, log: o.Log, servers: map[string]*server{}}}
	c.life, c.end = context.WithCancel(context.Background())
	if err := c.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the local cloud: %w", err), c.Close())
	}
	return c, nil
}

// Start opens a cloud and serves it at an address, whose port may be 0. Its URL, and
// unless given its gateways' host, follow from that.
func Start(o Options, address string) (*Cloud, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the local cloud: %w", err)
	}
	o.URL = "http://" + listener.Addr().String()
	c, err := New(o)
	if err != nil {
		listener.Close()
		return nil, err
	}
	c.own = &http.Server{Handler: c.Handler()}
	go c.own.Serve(listener)
	return c, nil
}

// Handler serves the API, the registry (/v2/) and the cloud's own pages (/cxbridge/).
func (c *Cloud) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", c.engine.Server)
	mux.Handle("/v2/", c.registry)
	mux.Handle("/cxbridge/", c.pages())
	return mux
}

// URL is where the API is.
func (c *Cloud) URL() string { return c.options.URL }

func (c *Cloud) open() (err error) {
	o := c.options
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return err
	}
	if c.store, err = store.Open(filepath.Join(o.Dir, "cloud.db")); err != nil {
		return err
	}
	if c.outgoing, err = newClient(o.CACertFile); err != nil {
		return err
	}
	if c.keys, err = openKeyring(filepath.Join(o.Dir, "keys"), o); err != nil {
		return err
	}
	if c.registry, err = registry.New(registry.Options{Dir: filepath.Join(o.Dir, "registry"), Authorize: c.authorizeRegistry}); err != nil {
		return err
	}
	c.engine = resource.NewEngine(resource.Env{
		URL: o.URL, Region: o.Region, RegionKey: o.RegionKey, Tenancy: o.Tenancy, Namespace: o.Namespace, Clock: o.Clock, Linger: o.Fidelity.VNICLinger,
		Compartments: map[string]string{o.Tenancy: "root", o.Compartment: "cxbridge"},
	}, c.store, api.NewServer(&signature.Verifier{Keys: c.keys, Clock: o.Clock}, o.Log))
	c.iam = identity.NewIAM(c.engine, o.Fidelity.PolicyDelay, o.Log)
	if err := c.register(); err != nil {
		return err
	}
	ctx := context.Background()
	digests, err := c.functions.Digests(ctx)
	if err != nil {
		return err
	}
	if err := c.runner.Prune(digests); err != nil {
		o.Log.Warn("images that no function has any more stay on disk", "error", err)
	}
	if err := errors.Join(c.vaults.Resume(ctx), c.functions.Resume(ctx), c.gateways.Resume(ctx), c.topics.Resume(ctx), c.alarms.Resume(ctx)); err != nil {
		return err
	}
	c.background.Go(func() { c.alarms.Run(c.life) })
	return nil
}

// Close stops listening, ends the functions' processes and writes everything out. What is
// closed already it leaves alone.
func (c *Cloud) Close() (err error) {
	c.closing.Do(func() { err = c.close() })
	return err
}

func (c *Cloud) close() error {
	var errs []error
	if c.own != nil {
		errs = append(errs, c.own.Close())
	}
	c.listeners.closeAll()
	c.end()
	c.background.Wait()
	if c.topics != nil {
		c.topics.Close()
	}
	if c.runner != nil {
		errs = append(errs, c.runner.Close())
	}
	if c.functions != nil {
		c.functions.Close()
	}
	if c.logging != nil {
		c.logging.Close()
	}
	if c.alarms != nil { // once nothing has metrics any more
		errs = append(errs, c.alarms.Close())
	}
	if c.keys != nil {
		c.keys.close()
	}
	if c.store != nil {
		errs = append(errs, c.store.Close())
	}
	return errors.Join(errs...)
}
