package cloud

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/cxbridge/cxbridge/local/cloud/apigateway"
	"github.com/cxbridge/cxbridge/local/cloud/artifacts"
	"github.com/cxbridge/cxbridge/local/cloud/functions"
	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
	"github.com/cxbridge/cxbridge/local/cloud/kms"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/logging"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring"
	"github.com/cxbridge/cxbridge/local/cloud/network"
	"github.com/cxbridge/cxbridge/local/cloud/nosql"
	"github.com/cxbridge/cxbridge/local/cloud/objectstorage"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/vault"
)

// register puts the services together.
func (c *Cloud) register() error {
	o := c.options
	api, err := url.Parse(o.URL)
	if err != nil {
		return fmt.Errorf("Options.URL: %w", err)
	}
	limited := newLimits(o.Fidelity)
	limits.Register(c.engine, limited.all()...)
	network.Register(c.engine, limited.networks)
	if err := identity.Register(c.engine, identity.Options{
		User: o.User, HomeRegion: o.Fidelity.HomeRegion, PolicyDelay: o.Fidelity.PolicyDelay, Limit: limited.groups,
	}); err != nil {
		return err
	}
	objectstorage.Register(c.engine)
	vault.Register(c.engine, c.mayRead, c.measureSecret)
	nosql.Register(c.engine, nosql.Options{Guard: c.mayUseRows, Fidelity: o.Fidelity})
	c.vaults = kms.Register(c.engine, kms.Options{
		Endpoints: vaultEndpoints{c.listeners, c.engine.Server, net.JoinHostPort(api.Hostname(), "0")}, Limit: limited.vaults, Log: o.Log,
	})
	c.artifacts = artifacts.Register(c.engine, artifacts.Options{Registry: c.registry, User: o.User, Fidelity: o.Fidelity, Log: o.Log})
	c.logging = logging.Register(c.engine, o.Log)
	c.functions = functions.Register(c.engine, functions.Options{
		Runner: &lateRunner{c}, Registry: c.registry, Host: api.Host, Limit: limited.provisioned, Fidelity: o.Fidelity, Log: o.Log,
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
		Listeners: c.listeners, Address: o.GatewayAddress, Spare: net.JoinHostPort(host, "0"), Handler: c.newGateway, Limit: limited.gateways, Fidelity: o.Fidelity, Log: o.Log,
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
		Client: c.outgoing, Clock: c.options.Clock, Fidelity: c.options.Fidelity,
	})
}

// lateRunner breaks the circle of two that need each other: the runner asks the
// functions for images, the functions ask the runner for answers.
type lateRunner struct{ cloud *Cloud }

func (l *lateRunner) Invoke(ctx context.Context, f runner.Function, c runner.Call) (*runner.Answer, error) {
	return l.cloud.runner.Invoke(ctx, f, c)
}

func (l *lateRunner) Keep(f runner.Function, n int) { l.cloud.runner.Keep(f, n) }

func (l *lateRunner) Retire(functionID string) { l.cloud.runner.Retire(functionID) }
