package settings

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/shared/criteria"
)

var (
	apiName    = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	apiVersion = regexp.MustCompile(`^v[1-9][0-9]{0,2}$`)
	// apiID is the pattern of api-id (CX Industries REST API, POST listenerRegistrations).
	apiID = regexp.MustCompile(`^[a-z0-9]{1,8}-[0-9]{1,4}$`)
	// hub is the path of one, with the API's name and version (CX Industries REST API: /<apiName>/<apiVersion>/hub).
	hub = regexp.MustCompile(`^(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/[A-Za-z0-9_-]+/(v[0-9]+)/hub$`)
)

// EndpointsServer is the name, and EndpointsKey the selection key, of the gateway's authentication of whoever calls an
// endpoint, in lower case. An API may not be called so.
const (
	EndpointsServer = "endpoints"
	EndpointsKey    = "cxbridge-endpoints"
)

// maxSecretBytes is how long a secret may be (Vault: limits page, 25 KB).
const maxSecretBytes = 25 << 10

func (c *checker) checkListeners() {
	taken := map[string]string{EndpointsServer: EndpointsServer, EndpointsKey: EndpointsKey}
	var secrets []string // the commands to set them
	for i, listener := range c.Listeners {
		key := fmt.Sprintf("listeners[%d]", i)
		// Whether the gateway compares letter case in selection keys is not documented.
		folded := strings.ToLower(listener.APIName)
		if other := taken[folded]; folded != "" && other != "" {
			c.add(key+".apiName", fmt.Sprintf("is %q, but %q is taken, whatever the letter case", listener.APIName, other),
				"give each API one entry")
		}
		taken[folded] = listener.APIName
		c.checkAPI(key, listener)
		c.checkCredentials(key, listener)
		if basic := listener.Basic; basic != nil && basic.Password.IsSet() {
			secrets = append(secrets, setSecret(key+".basic.password"))
		}
		if client := listener.OidcClientCredentials; client != nil && client.ClientSecret.IsSet() {
			secrets = append(secrets, setSecret(key+".oidcClientCredentials.clientSecret"))
		}
	}
	// The stack's file, if it is known, has told of each by then.
	if len(secrets) > 0 && len(c.source.File) == 0 && !c.source.IsSecret("listeners") {
		c.add("listeners", "holds secrets, but stands unencrypted in the stack's file", "set each again: "+strings.Join(secrets, "; "))
	}
	if size := len(c.BasicAccounts().Reveal()); size > maxSecretBytes {
		c.add("listeners", fmt.Sprintf("has basic accounts of %d bytes together; a secret takes %d", size, maxSecretBytes),
			"shorten their names and passwords")
	}
}

func (c *checker) checkAPI(key string, l Listener) {
	if !apiName.MatchString(l.APIName) {
		c.add(key+".apiName", problem(l.APIName, "is not letters, digits, _ and -"), "name the API as its events' publisher does, such as troubleTicket")
	}
	if !apiVersion.MatchString(l.APIVersion) {
		c.add(key+".apiVersion", problem(l.APIVersion, "is no version"), "write it like v4")
	}
	if l.Query != "" {
		if _, err := criteria.Parse(l.Query); err != nil {
			c.add(key+".query", "cannot be read: "+err.Error(), `write it like (/eventType eq "TroubleTicketCreateEvent"), or leave it out for all events`)
		}
	}
	c.checkRegistration(key, l)
}

// checkRegistration checks where the listener is registered: at the API's hub, or by the API's id.
func (c *checker) checkRegistration(key string, l Listener) {
	id := cmp.Or(l.APIID, l.APINumber)
	path := hub.FindStringSubmatch(l.Hub)
	switch {
	case l.Hub != "" && id != "":
		c.add(key+".hub", "is set besides apiId or apiNumber, which a hub does not take", "leave out the one or the other")
	case l.Hub != "" && path == nil:
		c.add(key+".hub", problem(l.Hub, "is no path of a hub"), "write the path below cxif.endpoint, such as /troubleTicket/v4/hub")
	case l.Hub != "" && path[1] != l.APIVersion && apiVersion.MatchString(l.APIVersion):
		c.add(key+".hub", fmt.Sprintf("is of %s, while apiVersion is %s, by which events are answered", path[1], l.APIVersion),
			"let them agree")
	case l.APIID != "" && l.APINumber != "":
		c.add(key+".apiNumber", "is set besides apiId, which is another name of the same", "leave out the one or the other")
	case l.Hub == "" && !apiID.MatchString(id):
		c.add(key+".apiId", problem(id, "is not 1 to 8 lower-case letters and digits, a hyphen and 1 to 4 digits"),
			"set it to the API's, such as orcl-621, or set hub to register through")
	}
}
