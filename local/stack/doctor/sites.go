package doctor

import (
	"context"
	"errors"
	"net/http"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// nobody is an incident that no site has.
const nobody = 1<<31 - 1

// account looks whether B2C Service takes the account.
func (d *doctor) account(ctx context.Context, about string) {
	hostname := d.settings.B2CService.Hostname
	site, err := d.Target.Site(d.config)
	if err == nil {
		_, err = site.GetIncident(ctx, nobody)
	}
	refused := (*b2c.Error)(nil)
	switch {
	case err == nil:
		d.site = site
		d.found(ok, about, "%s takes the account", hostname)
	case errors.As(err, &refused) && refused.Status == http.StatusUnauthorized:
		d.found(fault, about, "%s refuses the account: pulumi config set b2cserviceUsername and, with --secret, b2cservicePassword; too many tries lock it", hostname)
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden:
		d.found(warning, about, "%s does not let this machine read incidents: %v; functions call from the output egressAddress", hostname, err)
	default:
		d.found(fault, about, "%s: %v", hostname, err)
	}
}

// application looks whether listeners can be registered at the application.
func (d *doctor) application(ctx context.Context, about string) {
	c := d.settings.Cxif
	options := client.Options{Endpoint: c.Endpoint, Workspace: c.Workspace, HTTPClient: d.http}
	if oidc := c.OidcClientCredentials; oidc != nil {
		options.Auth.OIDC = &client.OIDC{IdentityURI: oidc.IdentityURI, ClientID: oidc.ClientID, ClientSecret: c.ClientSecret.Reveal(), Scope: oidc.Scope}
	} else {
		options.Auth.Basic = &client.Basic{Username: c.Username, Password: c.Password.Reveal()}
	}
	application, err := client.New(options)
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	registrations, err := application.Listeners(ctx)
	if err != nil {
		d.found(fault, about, "listeners cannot be registered at %s: %v: are cxif, and cxifPassword or cxifClientSecret, right?", c.Endpoint, err)
		return
	}
	d.found(ok, about, "%s takes the account, and has %d listener(s)", c.Endpoint, len(registrations))
}
