package daemon

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/cxbridge/cxbridge/local/desk/cxif"
	"github.com/cxbridge/cxbridge/local/events"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// start runs a daemon for as long as a test runs.
func start(t *testing.T) Addresses {
	t.Helper()
	ports := freeports.Find(t)
	d, err := Start(Options{Dir: t.TempDir(), Ports: ports, Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return URLs(ports)
}

// stacks/Pulumi.local.yaml takes it for granted.
func TestContact1IsTheAlarms(t *testing.T) {
	var contact struct{ LookupName string }
	err := start(t).Reader().Call(context.Background(), http.MethodGet, "/services/rest/connect/latest/contacts/1", nil, &contact)
	if err != nil || contact.LookupName != AlarmContact {
		t.Errorf("contact 1 is %q, %v, want %q", contact.LookupName, err, AlarmContact)
	}
}

// What a listener's registration names can stand behind the local authority: the
// token's server, and the listener.
func TestEventsAreDeliveredOverHTTPS(t *testing.T) {
	addresses := start(t)
	registration := fmt.Sprintf(`{"affiliated-apis": [{"api-name": "troubleTicket", "api-id": "orcl-621", "api-version": "v4"}], "type": "external",
		"listener-locality": {"external-listener": {"listener-url": "%[1]s/nobody-takes-events-here", "listener-auth": {"oidc-client-credentials":
		{"identity-uri": "%[1]s/oauth2/v1/token", "client-id": %[2]q, "client-secret": %[3]q, "scope": %[4]q}}}}}`,
		addresses.DeskHTTPS, EventsClient, EventsSecret, EventsScope)
	ctx := context.Background()
	if err := addresses.Reader().Call(ctx, http.MethodPost, "/admin/listenerRegistrations", []byte(registration), nil); err != nil {
		t.Fatal(err)
	}
	deliveries, err := events.Publisher{Desk: addresses.Reader()}.Publish(ctx, "troubleTicket", "v4", []byte(`{"eventType": "TroubleTicketCreateEvent"}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(deliveries) != 1 || deliveries[0].Status != http.StatusNotFound && deliveries[0].Status != http.StatusMethodNotAllowed {
		t.Errorf("the deliveries are %+v, want one that the desk itself has refused", deliveries)
	}
}

func TestTheAdminsTokenMayReadRegistrations(t *testing.T) {
	addresses := start(t)
	admin := clientcredentials.Config{ClientID: cxif.AdminClient, ClientSecret: AdminSecret, TokenURL: addresses.Desk + "/oauth2/v1/token"}
	answer, err := admin.Client(context.Background()).Get(addresses.Desk + "/admin/listenerRegistrations")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var registrations []json.RawMessage
	if err := json.NewDecoder(answer.Body).Decode(&registrations); err != nil || answer.StatusCode != http.StatusOK || len(registrations) != 0 {
		t.Errorf("answered %s, %v, %s", answer.Status, err, registrations)
	}
}
