package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
)

// listen registers a listener for tickets, which takes events from who has the
// password, and one for bills, where nobody is.
func listen(ts *testscript.TestScript, _ bool, _ []string) {
	first, err := strconv.Atoi(ts.Getenv(checkout.PortsVariable))
	ts.Check(err)
	addresses := daemon.URLs(checkout.PortsAt(first))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "events" || password != "the-password" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusCreated)
	}))
	ts.Defer(server.Close)

	const form = `{"affiliated-apis": [%s], "type": "external", "listener-locality": {"external-listener": {"listener-url": %q, "listener-auth": {%s}}}}`
	for _, registration := range []string{
		fmt.Sprintf(form, `{"api-name": "troubleTicket", "api-id": "orcl-621", "api-version": "v4"}`, server.URL+"/tickets",
			`"basic": {"username": "events", "password": "the-password"}`),
		fmt.Sprintf(form, `{"api-name": "customerBillManagement", "api-id": "orcl-678", "api-version": "v5", "query": "(/eventType eq \"CustomerBillCreateEvent\")"}`,
			"http://127.0.0.1:1/bills", fmt.Sprintf(`"oidc-client-credentials": {"identity-uri": %q, "client-id": %q, "client-secret": %q, "scope": %q}`,
				addresses.Desk+"/oauth2/v1/token", daemon.EventsClient, daemon.EventsSecret, daemon.EventsScope)),
	} {
		ts.Check(addresses.Reader().Call(context.Background(), http.MethodPost, "/admin/listenerRegistrations", []byte(registration), nil))
	}
}
