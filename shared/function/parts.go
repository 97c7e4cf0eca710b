package function

import (
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// B2C returns the client of the B2C Service site that the configuration names:
//
//   - b2cservice_hostname: host name of the site, with a port if it is not 443
//   - b2cservice_username_ocid, b2cservice_password_ocid: Vault secrets; or plain b2cservice_username, b2cservice_password
//   - b2cservice_version: version of its REST API; default latest
//   - b2cservice_application_context: at most 40 characters; default cxbridge
//   - b2cservice_suppress_rules: true to create without running the site's business rules; default false
//
// It is nil if they cannot be used, which the configuration then knows.
func (s Start) B2C() *b2c.Client {
	vault := credentials.Options{Vault: credentials.NewVault(s.Config.Getenv)}
	options := b2c.Options{
		Hostname:           s.Config.Required("b2cservice_hostname", "set it to the site's host name, such as mysite.custhelp.com"),
		Version:            s.Config.Default("b2cservice_version", "latest"),
		ApplicationContext: s.Config.Default("b2cservice_application_context", "cxbridge"),
		SuppressRules:      s.Config.Bool("b2cservice_suppress_rules", false),
		Credentials: credentials.Login{
			User:     credentials.Required(s.Config, "b2cservice_username", vault),
			Password: credentials.Required(s.Config, "b2cservice_password", vault),
		},
	}
	if options.Hostname == "" {
		return nil
	}
	client, err := b2c.New(options)
	if err != nil {
		s.Config.Fault("b2cservice_*", "cannot be used", err.Error())
		return nil
	}
	return client
}

// Guard returns what the configuration demands of a webhook's caller:
//
//   - allowed_client_cidrs: networks in CIDR notation, separated by commas
//   - webhook_secret_ocid or webhook_secret: the gateway's authorizer compares it; here it only counts that there is one
//
// If neither is set, everybody is refused.
func (s Start) Guard() webhook.Guard {
	networks := s.AllowedNetworks()
	secret := s.Config.Get("webhook_secret_ocid") + s.Config.Get("webhook_secret")
	return webhook.Guard{Configured: secret != "" || len(networks) > 0, Allowed: networks, Log: s.Log}
}

// NetworkGuard returns what the configuration demands of a caller who has proven itself to the gateway by a token or an account:
// allowed_client_cidrs, if that is set.
func (s Start) NetworkGuard() webhook.Guard {
	return webhook.Guard{Configured: true, Allowed: s.AllowedNetworks(), Log: s.Log}
}

// AllowedNetworks returns the networks of allowed_client_cidrs.
func (s Start) AllowedNetworks() webhook.Networks {
	networks, err := webhook.ParseNetworks(s.Config.Get("allowed_client_cidrs"))
	if err != nil {
		s.Config.Fault("allowed_client_cidrs", "cannot be used", err.Error())
	}
	return networks
}
