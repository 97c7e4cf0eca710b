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
