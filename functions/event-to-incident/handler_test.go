package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// TestAnswers: what a publisher learns, as the gateway passes it on.
func TestAnswers(t *testing.T) {
	b := newBench(t, nil)
	f := functiontest.Serve(t, b.handler)
	const tickets = "/webhooks/events/troubleTicket"
	from := func(api string) map[string]string {
		return map[string]string{"Content-Type": "application/json; charset=utf-8", "X-Listener-Api": api}
	}
	with := func(name, value string) map[string]string {
		header := from("troubleTicket")
		header[name] = value
		return header
	}
	json := from("troubleTicket")
	tests := []struct {
		name    string
		request functiontest.Request
		status  int
		body    string // what is in it
	}{
		{"new", functiontest.Request{URL: tickets, Header: json, Body: created(0)}, 201, `{"callback":"/webhooks/events/troubleTicket","id":"TT-1-Create-0"}`},
		{"again", functiontest.Request{URL: tickets + "?a=b", Header: json, Body: created(0)}, 201, `"id":"TT-1-Create-0"`},
		{"version 5", functiontest.Request{URL: "https://gateway.example/events/customerBillManagement", Header: from("customerBillManagement"), Body: read(t, "customer-bill-created.json")}, 204, ""},
		{"other API", functiontest.Request{URL: tickets, Header: from("resourceInventory"), Body: created(0)}, 404, "UnknownAPI"},
		{"other case", functiontest.Request{URL: tickets, Header: from("troubleticket"), Body: created(0)}, 404, "UnknownAPI"},
		{"written otherwise", functiontest.Request{URL: tickets, Header: from("trouble%54icket"), Body: created(0)}, 404, "UnknownAPI"},
		{"no API", functiontest.Request{URL: tickets, Header: map[string]string{"Content-Type": "application/json"}, Body: created(0)}, 503, "NoListener"},
		{"passes for the gateway", functiontest.Request{URL: tickets, Header: with("Fn-Http-H-X-Listener-Api", "customerBillManagement"), Body: created(0)}, 403, "Forbidden"},
		{"GET", functiontest.Request{Method: "GET", URL: tickets, Header: json}, 405, "MethodNotAllowed"},
		{"form", functiontest.Request{URL: tickets, Header: with("Content-Type", "application/x-www-form-urlencoded"), Body: "a=b"}, 415, "UnsupportedContentType"},
		{"no type", functiontest.Request{URL: tickets, Header: map[string]string{"X-Listener-Api": "troubleTicket"}, Body: created(0)}, 415, "UnsupportedContentType"},
		{"empty", functiontest.Request{URL: tickets, Header: json}, 400, ""},
		{"no JSON", functiontest.Request{URL: tickets, Header: json, Body: "{"}, 400, "InvalidEvent"},
		{"no event", functiontest.Request{URL: tickets, Header: json, Body: "{}"}, 400, "InvalidEvent"},
		{"no entity", functiontest.Request{URL: tickets, Header: json, Body: `{"eventType":"TroubleTicketCreateEvent","event":{}}`}, 400, "InvalidEvent"},
		{"other type", functiontest.Request{URL: tickets, Header: json, Body: `{"eventId":"e","eventType":"IndividualCreateEvent","event":{"individual":{"id":"1"}}}`}, 422, "UnknownEventType"},
		{"too long", functiontest.Request{URL: tickets, Header: json, Body: strings.Repeat(" ", tmf.MaxSize) + "{}"}, 413, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer, err := f.Gateway(t.Context(), test.request)
			if err != nil || answer.Status != test.status || !strings.Contains(answer.Body, test.body) {
				t.Errorf("answer = %+v, %v", answer, err)
			}
			if test.status == http.StatusNoContent && answer.Body != "" {
				t.Errorf("body = %q", answer.Body)
			}
		})
	}
	if n := len(b.Incidents()); n != 2 {
		t.Errorf("%d incidents", n)
	}
}

// TestCallAgain: what asks for another delivery, and what comes of that.
func TestCallAgain(t *testing.T) {
	for name, test := range map[string]struct {
		trouble func(b *bench)
		status  int
	}{
		"B2C Service is not available": {func(b *bench) { b.Fail(`{"match":{},"fault":"unavailable","times":1}`) }, 0},
		"B2C Service throttles":        {func(b *bench) { b.Fail(`{"match":{},"fault":"throttle","times":9}`) }, http.StatusBadGateway},
		"the ledger refuses":           {func(b *bench) { b.Table.Fail(ledgertest.Fault{Status: http.StatusForbidden}) }, http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			test.trouble(b)
			if status := b.deliver(created(0)); test.status != 0 && status != test.status {
				t.Errorf("answer = %d\n%s", status, &b.Log)
			}
			b.Call(http.StatusNoContent, http.MethodDelete, "/desk/faults", "", nil)
			b.must(created(0))
			b.Expect(ticket("Unresolved", isCreated))
		})
	}
}

// TestLog: an event is in the log with what came of it, and with nothing that it says of anybody.
func TestLog(t *testing.T) {
	b := newBench(t, nil)
	for _, name := range []string{"trouble-ticket-created.json", "trouble-ticket-created.json", "trouble-ticket-resolved.json"} {
		b.must(read(t, name))
	}
	b.deliver(`{"eventId":"e","eventType":"IndividualCreateEvent","event":{"individual":{"id":"1","name":"J. Roe"}}}`)
	b.deliver(`{"eventId":"e","name":"J. Roe"`)
	var lines []map[string]any
	for line := range strings.Lines(b.Log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, field := range []string{"time", "durationMs"} {
			delete(fields, field) // their digits may be any
		}
		lines = append(lines, fields)
	}
	var said []string
	for _, fields := range lines {
		said = append(said, fields["msg"].(string))
	}
	if want := []string{"incident opened", "known already", "incident changed", "event refused", "event refused"}; !slices.Equal(said, want) {
		t.Errorf("said = %q", said)
	}
	opened := lines[0]
	if opened["eventId"] != "6f0d6c3e-5a0e-4b1b-9d0f-0c1c5f6f2a11" || opened["api"] != "troubleTicket" || opened["eventType"] != "TroubleTicketCreateEvent" ||
		opened["entity"] != "troubleTicket:troubleTicket:TT-40117" || opened["incidentId"] != 1.0 || opened["contact"] != "configured" {
		t.Errorf("opened: %v", opened)
	}
	if reason := lines[3]["reason"].(string); !strings.Contains(reason, "IndividualCreateEvent") {
		t.Errorf("refused for %q", reason)
	}
	for _, secret := range []string{"Roe", "roe", "501", "2661", "Sync", "every evening", "correct horse"} {
		if strings.Contains(fmt.Sprint(lines), secret) {
			t.Errorf("%q is in the log: %s", secret, &b.Log)
		}
	}
}

// TestGuard: callers from elsewhere are refused if networks are configured, and nobody if none are.
func TestGuard(t *testing.T) {
	for networks, want := range map[string]map[string]int{
		"":               {"203.0.113.7": 404, "192.0.2.1": 404, "": 404},
		"203.0.113.0/24": {"203.0.113.7": 404, "192.0.2.1": 403, "203.0.113.7, 192.0.2.1": 403, "": 403},
	} {
		for address, status := range want {
			settings := map[string]string{"allowed_client_cidrs": networks, "b2cservice_hostname": "site.example", "b2cservice_username": "u",
				"b2cservice_password": "p", "ledger_table_ocid": "ocid1.nosqltable.oc1..ledger"}
			var log functiontest.Log
			cfg := reader(settings)
			h := newHandler(function.Start{Config: cfg, Log: logging.New(&log)})
			if err := cfg.Err(); err != nil {
				t.Fatal(err)
			}
			request := httptest.NewRequest(http.MethodPost, "/webhooks/events/none", nil)
			request.Header.Set(listenerAPI, "none")
			if address != "" {
				request.Header.Set("X-Forwarded-For", address)
			}
			answer := httptest.NewRecorder()
			if h.ServeHTTP(answer, request); answer.Code != status {
				t.Errorf("%q from %q: %d", networks, address, answer.Code)
			}
		}
	}
}
