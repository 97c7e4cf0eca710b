package doctor

import (
	"context"
	"errors"
	"net/http"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// account looks whether B2C Service takes the account.
func (d *doctor) account(ctx context.Context, about string) {
	site, err := d.Target.Site(d.config)
	if err == nil {
		err = site.SignIn(ctx)
	}
	if err == nil {
		d.site = site
	}
	outcome, text := judgeSite(err)
	d.found(outcome, about, "%s %s", d.settings.B2CService.Hostname, text)
}

// judgeSite says of a call of B2C Service how it ended.
func judgeSite(err error) (outcome, string) {
	const another = "pulumi config set b2cserviceHostname <site>.custhelp.com"
	refused := (*b2c.Error)(nil)
	switch {
	case err == nil:
		return ok, "takes the account"
	case !errors.As(err, &refused):
		return fault, "cannot be called: " + err.Error()
	case refused.Status == 0:
		return fault, "does not answer: " + refused.Detail + ": is that the site, and is there a way to it from here? " + another
	case refused.Status == http.StatusUnauthorized:
		return fault, "refuses the account: pulumi config set b2cserviceUsername <user>, or pulumi config set --secret b2cservicePassword; too many tries lock it"
	case refused.Status == http.StatusForbidden:
		return warning, "does not let this machine read incidents: " + err.Error() + "; functions call from the output egressAddress"
	case refused.Status >= 500:
		return warning, "is not available: " + err.Error() + "; look again later"
	}
	unhinted := *refused
	unhinted.Hint = "" // which is about a function's configuration
	return fault, "answers as no site does: " + unhinted.Error() + ": " + another
}

// application looks whether listeners can be registered at the application.
func (d *doctor) application(ctx context.Context, about string) {
	c := d.settings.Cxif
	options := client.Options{Endpoint: c.Endpoint, Workspace: c.Workspace, HTTPClient: d.http}
	account, secret := "username <user>", "cxifPassword"
	if oidc := c.OidcClientCredentials; oidc != nil {
		account, secret = "oidcClientCredentials.clientId <client>", "cxifClientSecret"
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
		d.found(fault, about, "listeners cannot be registered at %s: %v: pulumi config set --path cxif.endpoint <address>, pulumi config set --path cxif.%s, or pulumi config set --secret %s", c.Endpoint, err, account, secret)
		return
	}
	d.found(ok, about, "%s takes the account, and has %d listener(s)", c.Endpoint, len(registrations))
}
