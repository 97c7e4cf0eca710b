package provider

import (
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
)

// registrationID reads the id of a registration, before which its workspace may stand. The workspace must be the
// provider's, which is what a registration is looked for in.
func registrationID(text, workspace string) (string, error) {
	named, id, found := strings.Cut(text, "/")
	if !found {
		named, id = workspace, text
	}
	if !client.ValidID(id) {
		return "", fmt.Errorf("%.100q is not the id of a listener registration, such as listener-registration9tx8k "+
			"or 01/listener-registration9tx8k", text)
	}
	if named != workspace {
		return "", fmt.Errorf("%.100q is in another workspace than the provider's, %q: set the provider's workspace to %.100q",
			text, workspace, named)
	}
	return id, nil
}

// subscriptionID reads the path of a subscription: its hub's, and its id.
func subscriptionID(text string) (client.Hub, string, error) {
	slash := strings.LastIndexByte(text, '/')
	if slash < 0 || !client.ValidID(text[slash+1:]) {
		return "", "", fmt.Errorf("%.100q is not a hub and the id of a subscription there, such as /troubleTicket/v4/hub/abc", text)
	}
	hub, err := client.ParseHub(text[:slash])
	return hub, text[slash+1:], err
}
