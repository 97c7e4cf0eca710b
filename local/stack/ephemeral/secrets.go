package ephemeral

import (
	"fmt"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// secret is one that a stack needs: the path of its setting, the variable of the
// environment that has it, as the README's guide calls it, and what that holds.
type secret struct{ path, variable, value string }

// lacking are the secrets that settings need and do not have.
func lacking(config target.Config) (secrets []secret, err error) {
	need := func(needed bool, value, path, variable string) {
		if needed && value == "" {
			secrets = append(secrets, secret{path: path, variable: variable})
		}
	}
	need(true, config.Text("b2cservicePassword"), "b2cservicePassword", "B2C_SERVICE_PASSWORD")
	need(true, config.Text("registryPassword"), "registryPassword", "REGISTRY_AUTH_TOKEN")

	var cxif struct {
		Username              string
		OidcClientCredentials *struct{}
	}
	if err := optional(config, "cxif", &cxif); err != nil {
		return nil, err
	}
	need(cxif.Username != "", config.Text("cxifPassword"), "cxifPassword", "CXIF_PASSWORD")
	need(cxif.OidcClientCredentials != nil, config.Text("cxifClientSecret"), "cxifClientSecret", "CXIF_CLIENT_SECRET")

	var listeners []struct {
		OidcClientCredentials *struct{ ClientSecret string }
		Basic                 *struct{ Password string }
	}
	if err := optional(config, "listeners", &listeners); err != nil {
		return nil, err
	}
	for i, l := range listeners {
		if l.OidcClientCredentials != nil {
			need(true, l.OidcClientCredentials.ClientSecret, fmt.Sprintf("listeners[%d].oidcClientCredentials.clientSecret", i), "EVENTS_CLIENT_SECRET")
		}
		if l.Basic != nil {
			need(true, l.Basic.Password, fmt.Sprintf("listeners[%d].basic.password", i), "EVENTS_PASSWORD")
		}
	}
	return secrets, nil
}

// optional reads a setting that is an object or a list, if it is set.
func optional(config target.Config, setting string, into any) error {
	if config.Text(setting) == "" {
		return nil
	}
	return config.JSON(setting, into)
}
