package settings

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
)

// workspaceName is one segment of a path.
var workspaceName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkCxif checks where listeners are registered, and as whom.
func (c *checker) checkCxif() {
	c.checkURL("cxif.endpoint", c.Cxif.Endpoint, "https://cxif.example.com")
	if c.Cxif.Workspace != "" && !workspaceName.MatchString(c.Cxif.Workspace) {
		c.add("cxif.workspace", problem(c.Cxif.Workspace, "cannot be a part of a path"),
			"leave it out if the application has no workspaces: "+remove("cxif.workspace"))
	}
	client := c.Cxif.OidcClientCredentials
	switch {
	case c.Cxif.Username != "" && client != nil:
		c.add("cxif", "has both username and oidcClientCredentials",
			"leave one of them out: "+remove("cxif.username")+", or "+remove("cxif.oidcClientCredentials"))
	case client != nil:
		c.checkURL("cxif.oidcClientCredentials.identityUri", client.IdentityURI, "https://idp.example.com/oauth2/v1/token")
		c.given("cxif.oidcClientCredentials.clientId", client.ClientID)
		c.filledIn("cxif.oidcClientCredentials.scope", client.Scope)
		c.secretGiven("cxifClientSecret", c.Cxif.ClientSecret, setSecret("cxifClientSecret"))
	default:
		c.checkUsername("cxif.username", c.Cxif.Username)
		c.secretGiven("cxifPassword", c.Cxif.Password, setSecret("cxifPassword"))
	}
}

// checkURL checks an address that a password or a token is sent to: https, or http to this machine.
func (c *checker) checkURL(key, text, example string) {
	parsed := c.address(key, text, example)
	if parsed != nil && parsed.Scheme != "https" && !(parsed.Scheme == "http" && isLoopback(parsed.Hostname())) {
		c.add(key, "is not https", set(key, example))
	}
}

// address reads an address, and does not tell it: it may hold what should not stand there. It is nil with a fault.
func (c *checker) address(key, text, example string) *url.URL {
	parsed, err := url.Parse(text)
	wrong := ""
	switch {
	case text == "" || isPlaceholder(text):
		wrong = problem(text, "")
	case err == nil && parsed.User != nil:
		wrong = "holds a user, who would be seen by everybody"
	case err != nil || !hasHost(parsed) || parsed.RawQuery != "" || parsed.Fragment != "":
		wrong = "is no address alone, without query or fragment"
	default:
		return parsed
	}
	c.add(key, wrong, set(key, example))
	return nil
}

func hasHost(address *url.URL) bool {
	port := address.Port()
	_, err := strconv.ParseUint(port, 10, 16)
	return address.Hostname() != "" && (port == "" || err == nil)
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// given checks that there is a value, and not only a new stack's.
func (c *checker) given(key, value string) {
	if value == "" || isPlaceholder(value) {
		c.add(key, problem(value, ""), set(key, "<value>"))
	}
}

// filledIn checks that a value is not still a new stack's; there may be none.
func (c *checker) filledIn(key, value string) {
	if isPlaceholder(value) {
		c.add(key, problem(value, ""), set(key, "<value>")+", or leave it out: "+remove(key))
	}
}

func (c *checker) secretGiven(key string, value Secret, remedy string) {
	if !value.IsSet() {
		c.add(key, "is missing", remedy)
	}
}
