package daemon

import "github.com/cxbridge/cxbridge/local/desk/cxif"

// How applications prove to the stack local who they are: the client of the desk's
// identity provider that its listeners' registrations name, its secret, which is as
// public as DeskPassword, and what its tokens are for. stacks/Pulumi.local.yaml holds
// the same.
const (
	EventsClient = "cxbridge-events"
	EventsSecret = "local-events-secret"
	EventsScope  = audience + scope

	audience = "https://gateway.cxbridge.example/"
	scope    = "events"
)

// AdminSecret is that of the client cxif-admin, which may register listeners at the
// desk, as DeskUser may.
const AdminSecret = "local-admin-secret"

// Clients are those of the desk's identity provider.
func Clients() []cxif.Client {
	return []cxif.Client{
		{ID: EventsClient, Secret: EventsSecret, Audience: audience, Scopes: []string{scope}},
		{ID: cxif.AdminClient, Secret: AdminSecret},
	}
}
