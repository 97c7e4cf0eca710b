package cloud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/apigateway"
	"github.com/cxbridge/cxbridge/local/cloud/artifacts"
	"github.com/cxbridge/cxbridge/local/cloud/functions"
	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
	"github.com/cxbridge/cxbridge/local/cloud/kms"
	"github.com/cxbridge/cxbridge/local/cloud/logging"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring"
	"github.com/cxbridge/cxbridge/local/cloud/network"
	"github.com/cxbridge/cxbridge/local/cloud/nosql"
	"github.com/cxbridge/cxbridge/local/cloud/notifications"
	"github.com/cxbridge/cxbridge/local/cloud/objectstorage"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/local/cloud/vault"
)

// Cloud is a running local cloud. It is safe for concurrent use.
type Cloud struct {
	options   Options
	store     *store.Store
	keys      *keyring
	engine    *resource.Engine
	iam       *identity.IAM
	listeners *listeners
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
}

// New opens the cloud kept in Options.Dir, or a new one, and lets its gateways listen.
// The API is the caller's to serve, at Options.URL.
func New(o Options) (*Cloud, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	c := &Cloud{options: o, listeners: &listeners{log: o.Log, servers: map[string]*server{}}}
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
	if c.keys, err = openKeyring(filepath.Join(o.Dir, "keys"), o); err != nil {
		return err
	}
	if c.registry, err = registry.New(registry.Options{Dir: filepath.Join(o.Dir, "registry"), Authorize: c.authorizeRegistry}); err != nil {
		return err
	}
	c.engine = resource.NewEngine(resource.Env{
		URL: o.URL, Region: o.Region, RegionKey: o.RegionKey, Tenancy: o.Tenancy, Namespace: o.Namespace, Clock: o.Clock,
		Compartments: map[string]string{o.Tenancy: "root", o.Compartment: "cxbridge"},
	}, c.store, api.NewServer(&signature.Verifier{Keys: c.keys, Clock: o.Clock}, o.Log))
	c.iam = identity.NewIAM(c.engine, o.Log)
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
	if err := errors.Join(c.vaults.Resume(ctx), c.gateways.Resume(ctx), c.topics.Resume(ctx), c.alarms.Resume(ctx)); err != nil {
		return err
	}
	c.background.Go(func() { c.alarms.Run(c.life) })
	return nil
}

// register puts the services together.
func (c *Cloud) register() error {
	o := c.options
	api, err := url.Parse(o.URL)
	if err != nil {
		return fmt.Errorf("Options.URL: %w", err)
	}
	network.Register(c.engine)
	identity.Register(c.engine, o.User)
	objectstorage.Register(c.engine)
	vault.Register(c.engine, c.mayRead, c.measureSecret)
	nosql.Register(c.engine, nosql.Options{Guard: c.mayUseRows, Fidelity: o.Fidelity})
	c.vaults = kms.Register(c.engine, vaultEndpoints{c.listeners, c.engine.Server, net.JoinHostPort(api.Hostname(), "0")}, o.Log)
	c.artifacts = artifacts.Register(c.engine, c.registry, o.User, o.Log)
	c.logging = logging.Register(c.engine, o.Log)
	c.functions = functions.Register(c.engine, functions.Options{
		Runner: &lateRunner{c}, Registry: c.registry, Host: api.Host,
		Guard: func(ctx context.Context, caller signature.Principal, f runner.Function) error {
			return c.mayInvoke(ctx, principal(caller), f)
		},
	})
	c.topics = c.newNotifications()
	c.alarms = monitoring.Register(c.engine, monitoring.Options{Publish: c.publish, Guard: c.mayPost, Speed: o.AlarmSpeed, Fidelity: o.Fidelity, Log: o.Log})
	if c.runner, err = c.newRunner(); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(o.GatewayAddress)
	if err != nil {
		return fmt.Errorf("Options.GatewayAddress: %w", err)
	}
	c.gateways = apigateway.Register(c.engine, apigateway.Options{
		Listeners: c.listeners, Address: o.GatewayAddress, Spare: net.JoinHostPort(host, "0"), Handler: c.newGateway, Log: o.Log,
	})
	return nil
}

func (c *Cloud) newRunner() (*runner.Runner, error) {
	o := c.options
	env := map[string]string{"CLIENT_HOST_OVERRIDES": HostOverrides(o.URL)}
	if o.CACertFile != "" {
		env["SSL_CERT_FILE"] = o.CACertFile
		// An image has no roots but its own: the machine's folder of them must not be looked at.
		env["SSL_CERT_DIR"] = filepath.Join(o.Dir, "no-certificates")
	}
	maps.Copy(env, o.FunctionEnv)
	return runner.New(runner.Options{
		Dir: filepath.Join(o.Dir, "functions"), Images: c.functions, Credentials: c.keys, Env: env,
		Log: c.logLine, Done: c.measureInvocation, IdleAfter: o.IdleAfter, Clock: o.Clock, Fidelity: o.Fidelity,
	})
}

func (c *Cloud) newGateway(g gateway.Gateway, deployments []gateway.Deployment) (http.Handler, error) {
	return gateway.New(gateway.Options{
		Gateway: g, Deployments: deployments, Invoker: gatewayInvoker{c}, Logger: gatewayLogger{c.logging, c.gatewayMeter(g, deployments)},
		Clock: c.options.Clock, Fidelity: c.options.Fidelity,
	})
}

// lateRunner breaks the circle of two that need each other: the runner asks the
// functions for images, the functions ask the runner for answers.
type lateRunner struct{ cloud *Cloud }

func (l *lateRunner) Invoke(ctx context.Context, f runner.Function, c runner.Call) (*runner.Answer, error) {
	return l.cloud.runner.Invoke(ctx, f, c)
}

func (l *lateRunner) Retire(functionID string) { l.cloud.runner.Retire(functionID) }

// Close stops listening, ends the functions' processes and writes everything out.
func (c *Cloud) Close() error {
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
