package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"

	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/local/events"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// As long as a token lasts the application shows that one. When it has expired the
// gateway refuses it, and the application has fetched another.
func TestATokenThatExpiresIsFetchedAnew(t *testing.T) {
	clock := waittest.NewClockAt(time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC))
	application := openDesk(t, clock)
	listener := &watched{next: openGateway(t, clock, application)}
	server := httptest.NewServer(listener)
	t.Cleanup(server.Close)
	registration := fmt.Sprintf(`{"affiliated-apis": [{"api-name": "troubleTicket", "api-id": "orcl-621", "api-version": "v4"}], "type": "external",
		"listener-locality": {"external-listener": {"listener-url": %q, "listener-auth": {"oidc-client-credentials":
		{"identity-uri": %q, "client-id": %q, "client-secret": %q, "scope": %q}}}}}`,
		server.URL+"/events", application.URL+"/oauth2/v1/token", daemon.EventsClient, daemon.EventsSecret, daemon.EventsScope)
	if err := application.Call(context.Background(), http.MethodPost, "/admin/listenerRegistrations", []byte(registration), nil); err != nil {
		t.Fatal(err)
	}
	publish := func() (token string) {
		t.Helper()
		deliveries, err := events.Publisher{Desk: application}.Publish(context.Background(), "troubleTicket", "v4", []byte(`{"eventType": "TroubleTicketCreateEvent"}`))
		if err != nil || len(deliveries) != 1 || deliveries[0].Outcome != events.Delivered {
			t.Fatalf("the deliveries are %+v, %v", deliveries, err)
		}
		return listener.authorization
	}

	first := publish()
	clock.Pass(59 * time.Minute)
	if again := publish(); again != first {
		t.Error("a token is fetched anew while the first is still good")
	}
	clock.Pass(2 * time.Minute)
	request, err := http.NewRequest(http.MethodPost, server.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", first)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("the gateway answers %s to a token that has expired", answer.Status)
	}
	if next := publish(); next == first || next == "" {
		t.Error("the application shows a token that has expired")
	}
}

// openDesk is one whose clients are the daemon's.
func openDesk(t *testing.T, clock *waittest.Clock) deskreader.Reader {
	t.Helper()
	d, err := desk.New(desk.Options{
		Path: filepath.Join(t.TempDir(), "desk.db"), User: daemon.DeskUser, Password: daemon.DeskPassword,
		Clock: clock.Now, Clients: daemon.Clients(),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.Handler())
	t.Cleanup(func() { d.Close(); server.Close() })
	return deskreader.Reader{URL: server.URL, User: daemon.DeskUser, Password: daemon.DeskPassword, Client: server.Client()}
}

// openGateway is one that asks for the application's tokens, as the stack local has it,
// and has nobody behind it.
func openGateway(t *testing.T, clock *waittest.Clock, application deskreader.Reader) http.Handler {
	t.Helper()
	var specification apigateway.ApiSpecification
	text := fmt.Sprintf(`{"routes": [{"path": "/events", "methods": ["POST"], "backend": {"type": "STOCK_RESPONSE_BACKEND", "status": 201, "body": "taken"}}],
		"requestPolicies": {"authentication": {"type": "TOKEN_AUTHENTICATION", "tokenHeader": "Authorization", "tokenAuthScheme": "Bearer",
			"validationPolicy": {"type": "REMOTE_JWKS", "uri": %q, "maxCacheDurationInHours": 1, "additionalValidationPolicy":
				{"issuers": ["https://identity.oraclecloud.com/"], "audiences": ["https://gateway.cxbridge.example/"]}}}}}`,
		application.URL+"/admin/v1/SigningCert/jwk")
	if err := json.Unmarshal([]byte(text), &specification); err != nil {
		t.Fatal(err)
	}
	g, err := gateway.New(gateway.Options{
		Deployments: []gateway.Deployment{{ID: "webhooks", PathPrefix: "/", Specification: specification}},
		Invoker:     nobody{}, Clock: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// nobody is what is invoked where no function is.
type nobody struct{}

func (nobody) Invoke(_ context.Context, _ gateway.Gateway, function string, _ runner.Call) (*runner.Answer, error) {
	return nil, fmt.Errorf("%s was invoked", function)
}

// watched notes what the last caller showed.
type watched struct {
	next          http.Handler
	authorization string
}

func (w *watched) ServeHTTP(answer http.ResponseWriter, r *http.Request) {
	w.authorization = r.Header.Get("Authorization")
	w.next.ServeHTTP(answer, r)
}
