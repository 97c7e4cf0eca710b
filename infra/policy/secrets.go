package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// secret is a value that the stack's settings keep secret.
type secret struct{ setting, value string }

// shortest is the length of a secret that is looked for within texts. A shorter one may stand there by chance.
const shortest = 8

// in says whether a text tells the secret, as it is or encoded.
func (s secret) in(text string) bool {
	if len(s.value) < shortest {
		return s.value != "" && text == s.value
	}
	return slices.ContainsFunc(forms(s.value), func(form string) bool { return strings.Contains(text, form) })
}

// secretsOf are the secrets of the settings. The user name of the B2C Service account, which the vault keeps as well, is none.
func secretsOf(s *settings.Settings) []secret {
	found := []secret{
		{"b2cservicePassword", s.B2CService.Password.Reveal()},
		{"webhookSecret", s.Access.WebhookSecret.Reveal()},
		{"registryPassword", s.Registry.Password.Reveal()},
		{"cxifPassword", s.Cxif.Password.Reveal()},
		{"cxifClientSecret", s.Cxif.ClientSecret.Reveal()},
	}
	for i, listener := range s.Listeners {
		if client := listener.OidcClientCredentials; client != nil {
			found = append(found, secret{fmt.Sprintf("listeners[%d].oidcClientCredentials.clientSecret", i), client.ClientSecret.Reveal()})
		}
		if basic := listener.Basic; basic != nil {
			found = append(found, secret{fmt.Sprintf("listeners[%d].basic.password", i), basic.Password.Reveal()})
		}
	}
	return found
}

// content is where a secret of the vault stands in its inputs.
const content = "secretContent.content"

// secretsAreMarked: what is not marked secret stands readable in the state, on screens and in comments on pull requests.
func (c *check) secretsAreMarked() {
	remedy := c.file() + ": hand the value on as settings.Secret's Output"
	if c.Type == functionType {
		remedy = "the function's config in the settings, such as endpoints[0].config: name the OCID of a secret in the vault instead"
	}
	plain("", resource.NewProperty(c.Inputs), func(path, text string) {
		for _, secret := range c.secrets {
			if secret.in(text) {
				c.add(fmt.Sprintf("tells the setting %s in %s, which is not marked secret", secret.setting, path), remedy)
				return
			}
		}
		is := settings.SecretKind(path, text)
		if path == content && text != "" {
			is = "a secret"
		}
		if is != "" {
			c.add(fmt.Sprintf("has %s in %s, which is not marked secret", is, path), remedy)
		}
	})
}
