package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Config is the provider's configuration: which application, and as whom.
type Config struct {
	Endpoint  string `pulumi:"endpoint"`
	Workspace string `pulumi:"workspace,optional"`

	Username string `pulumi:"username,optional"`
	Password string `pulumi:"password,optional" provider:"secret"`

	IdentityUri  string `pulumi:"identityUri,optional"`
	ClientId     string `pulumi:"clientId,optional"`
	ClientSecret string `pulumi:"clientSecret,optional" provider:"secret"`
	Scope        string `pulumi:"scope,optional"`

	pauses func() backoff.BackOff
	client *client.Client
}

// Annotate describes the configuration for the schema.
func (c *Config) Annotate(a infer.Annotator) {
	a.Describe(&c.Endpoint, "The application's base address, to which /admin/… is appended: https, or http to a loopback address.")
	a.Describe(&c.Workspace, "Part of the path of listener registrations, if the application has workspaces.")
	a.Describe(&c.Username, "User name of the account that administers listeners; with password.")
	a.Describe(&c.Password, "That account's password.")
	a.Describe(&c.IdentityUri, "Token endpoint of the identity provider; with clientId and clientSecret, in place of an account.")
	a.Describe(&c.ClientId, "The OAuth client that administers listeners, by the grant client credentials.")
	a.Describe(&c.ClientSecret, "That client's secret.")
	a.Describe(&c.Scope, "The scope that is asked for.")
}

// settings are what the configuration is made of, by name.
func (c *Config) settings() map[string]*string {
	return map[string]*string{
		"endpoint": &c.Endpoint, "workspace": &c.Workspace, "username": &c.Username, "password": &c.Password,
		"identityUri": &c.IdentityUri, "clientId": &c.ClientId, "clientSecret": &c.ClientSecret, "scope": &c.Scope,
	}
}

// options are the client's.
func (c *Config) options() client.Options {
	o := client.Options{Endpoint: c.Endpoint, Workspace: c.Workspace, Pauses: c.pauses}
	if c.Username != "" || c.Password != "" {
		o.Auth.Basic = &client.Basic{Username: c.Username, Password: c.Password}
	}
	if c.IdentityUri != "" || c.ClientId != "" || c.ClientSecret != "" {
		o.Auth.OIDC = &client.OIDC{IdentityURI: c.IdentityUri, ClientID: c.ClientId, ClientSecret: c.ClientSecret, Scope: c.Scope}
	}
	return o
}

// check finds what is missing; the client finds the rest.
func (c *Config) check() error {
	if _, err := client.New(c.options()); err != nil {
		return err
	}
	if (c.Username == "") != (c.Password == "") {
		return errors.New("username and password belong together")
	}
	if (c.IdentityUri == "") != (c.ClientId == "" || c.ClientSecret == "") {
		return errors.New("identityUri, clientId and clientSecret belong together")
	}
	return nil
}

// Configure makes the client that the resources use.
func (c *Config) Configure(context.Context) error {
	var err error
	if c.client, err = client.New(c.options()); err != nil {
		return fmt.Errorf("configuring the provider %s: %w", Name, err)
	}
	return nil
}

// configured is the client of the provider that a request is for.
func configured(ctx context.Context) *client.Client { return infer.GetConfig[*Config](ctx).client }
