package settings

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
)

// HasEventFlow says whether events become incidents: whether there is a listener for any.
func (s *Settings) HasEventFlow() bool { return len(s.Listeners) > 0 }

// KeyPorts are where the gateway gets the keys of the listeners' identity providers, each once.
func (s *Settings) KeyPorts() []int {
	var ports []int
	for _, listener := range s.Listeners {
		if client := listener.OidcClientCredentials; client != nil {
			ports = append(ports, httpsPort(client.JwksURI))
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

func httpsPort(address string) int {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Port() == "" {
		return 443
	}
	port, _ := strconv.Atoi(parsed.Port())
	return port
}

// BasicAccounts are the accounts of the listeners that have one, by API, as the authorizer reads them. Without any, it is
// not set.
func (s *Settings) BasicAccounts() Secret {
	type account struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}
	accounts := map[string]account{}
	for _, listener := range s.Listeners {
		if basic := listener.Basic; basic != nil {
			accounts[listener.APIName] = account{basic.Username, basic.Password.Reveal()}
		}
	}
	if len(accounts) == 0 {
		return Secret{}
	}
	return Secret{text: jsonText(accounts)}
}

// jsonText writes what can always be written.
func jsonText(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}
