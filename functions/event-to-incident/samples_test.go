package main

import (
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the threads say to testdata")

// golden compares threads to a file of them.
func golden(t *testing.T, name string, threads []string) {
	t.Helper()
	got := strings.Join(threads, "\n\n========================================\n\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, name), got); diff != "" {
		t.Errorf("threads (-want +got): %s", diff)
	}
}

// TestSamples: what becomes of events as applications send them.
func TestSamples(t *testing.T) {
	tests := []struct {
		api    string
		events []string
		answer int
		want   filed
		golden string
	}{
		{"troubleTicket", []string{"trouble-ticket-created", "trouble-ticket-changed", "trouble-ticket-resolved"}, http.StatusCreated,
			filed{Subject: "Line drops every evening", Severity: "2 - Severe", Status: "Solved", Key: "troubleTicket:troubleTicket:TT-40117",
				Threads: []string{"CREATED: Line drops every evening", "CHANGED: Line drops every evening", "RESOLVED: Line drops every evening"}}, "trouble-ticket.txt"},
		{"productOrderingManagement", []string{"product-order-failed"}, http.StatusCreated,
			filed{Subject: "Product order PO-7719: Order failed", Severity: "1 - Most Severe", Status: "Unresolved", Key: "productOrderingManagement:productOrder:PO-7719",
				Threads: []string{"STATE CHANGED: Product order PO-7719: Order failed"}}, "product-order.txt"},
		{"customerBillManagement", []string{"customer-bill-created"}, http.StatusNoContent,
			filed{Subject: "Customer bill CB-90051: Bill produced", Severity: "3 - Normal", Status: "Unresolved", Key: "customerBillManagement:customerBill:CB-90051",
				Threads: []string{"CREATED: Customer bill CB-90051: Bill produced"}}, "customer-bill.txt"},
	}
	for _, test := range tests {
		t.Run(test.api, func(t *testing.T) {
			b := newBench(t, nil)
			b.KeepTime()
			for _, event := range test.events {
				answer := deliver(t.Context(), b.handler, test.api, read(t, event+".json"))
				if answer.Code != test.answer {
					t.Fatalf("%s: answer = %d %s", event, answer.Code, answer.Body)
				}
			}
			b.Expect(test.want)
			golden(t, test.golden, b.Texts(1))
		})
	}
}

// TestEveryOrder: whatever the order in which events come, each of them three times, there is one incident, which has every
// thread once and the last status.
func TestEveryOrder(t *testing.T) {
	b := newBench(t, nil)
	life := []sent{
		{kind: "Create", state: "acknowledged"},
		{kind: "StatusChange", minute: 1, state: "resolved"},
		{kind: "StatusChange", minute: 2, state: "inProgress"},
		{kind: "Resolved", minute: 3, state: "resolved"},
		{kind: "AttributeValueChange", minute: 4},
	}
	incident := 0
	for order := range permutations(len(life)) {
		incident++
		for round := range 3 {
			for i := range order {
				event := life[order[i]]
				if round == 1 {
					event = life[order[len(order)-1-i]]
				}
				event.ticket = incidentKey(incident)
				b.must(event.String())
			}
		}
	}
	all := b.Incidents()
	if len(all) != incident {
		t.Fatalf("%d incidents for %d tickets", len(all), incident)
	}
	for i, filed := range all {
		for _, event := range life {
			event.ticket = incidentKey(i + 1)
			if n := b.told(i+1, event); n != 1 {
				t.Errorf("told %d times: %s in %q", n, event.id(), filed.Threads)
			}
		}
		if filed.Status != "Solved" || len(filed.Threads) != len(life) {
			t.Errorf("%s is %s: %q", filed.Key, filed.Status, filed.Threads)
		}
	}
}

// TestAliveInEveryOrder: the same with a ticket that is worked on in the end.
func TestAliveInEveryOrder(t *testing.T) {
	b := newBench(t, nil)
	life := []sent{{kind: "Create", state: "acknowledged"}, {kind: "Resolved", minute: 1, state: "resolved"}, {kind: "StatusChange", minute: 2, state: "inProgress"},
		{kind: "AttributeValueChange", minute: 3}}
	incident := 0
	for order := range permutations(len(life)) {
		incident++
		for _, i := range append(order, order...) {
			event := life[i]
			event.ticket = incidentKey(incident)
			b.must(event.String())
		}
	}
	for _, filed := range b.Incidents() {
		if filed.Status != "Unresolved" || len(filed.Threads) != len(life) {
			t.Errorf("%s is %s: %q", filed.Key, filed.Status, filed.Threads)
		}
	}
}
