package target

import (
	"context"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/credentials"
)

// Site is the stack's B2C Service site, called with the stack's account, as the
// functions call it.
func (t *Target) Site(config Config) (*b2c.Client, error) {
	return t.SiteAs(config, config.Text("b2cserviceUsername"), config.Text("b2cservicePassword"))
}

// SiteAs is Site with another account.
func (t *Target) SiteAs(config Config, user, password string) (*b2c.Client, error) {
	roots, err := t.roots()
	if err != nil {
		return nil, err
	}
	return b2c.New(b2c.Options{
		Hostname: config.Text("b2cserviceHostname"), ApplicationContext: "cxbridge",
		Credentials: account{User: user, Password: password}, RootCAs: roots,
	})
}

// account is one that is not read anew when it is refused.
type account credentials.Pair

func (a account) Value(context.Context) (credentials.Pair, error) { return credentials.Pair(a), nil }

func (account) Invalidate(credentials.Pair) {}
