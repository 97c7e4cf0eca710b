package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/google/go-cmp/cmp"
)

var perResource = map[string]string{"incident_for": "resource"}

// server is the incident of one of the tests' servers.
func server(name, status string, threads ...string) filed {
	return filed{Subject: "High CPU: server " + name, Severity: "2 - Severe", Status: status,
		Key: "cpu:" + plain.Hash("ocid1.instance.oc1.iad." + name)[:12], Threads: threads}
}

func of(headline, name string) string { return headline + ": server " + name + " (High CPU)" }

// TestPerResource: each resource has an incident, which follows it.
func TestPerResource(t *testing.T) {
	some := sent{kind: "REPEAT", minute: 10, servers: []string{"B"}, total: 2}.String() // not all are named
	tests := []struct {
		name     string
		messages []string
		want     []filed
	}{
		{"the guide's story", []string{fires(0, "A"), repeats(10, "A", "B"), repeats(20, "B", "C"), recovers(30)}, []filed{
			server("A", "Updated", of("FIRING", "A"), of("STILL FIRING", "A"), of("CLEAR", "A")),
			server("B", "Updated", of("STILL FIRING", "B"), of("STILL FIRING", "B"), of("OK", "B")),
			server("C", "Updated", of("STILL FIRING", "C"), of("OK", "C")),
		}},
		{"comes back", []string{fires(0, "A", "B"), repeats(1, "B"), repeats(2, "A", "B")}, []filed{
			server("A", "Unresolved", of("FIRING", "A"), of("CLEAR", "A"), of("STILL FIRING", "A")),
			server("B", "Unresolved", of("FIRING", "B"), of("STILL FIRING", "B"), of("STILL FIRING", "B")),
		}},
		{"not all are named", []string{fires(0, "A"), some}, []filed{
			server("A", "Unresolved", of("FIRING", "A")), server("B", "Unresolved", of("STILL FIRING", "B")),
		}},
		{"silent", []string{fires(0, "A"), resets(1), fires(2, "B")}, []filed{
			server("A", "Unresolved", of("FIRING", "A"), of("NO DATA", "A")), server("B", "Unresolved", of("FIRING", "B")),
		}},
		{"silent, and over", []string{fires(0, "A"), resets(1), recovers(2)}, []filed{
			server("A", "Updated", of("FIRING", "A"), of("NO DATA", "A"), of("OK", "A")),
		}},
		{"late, and recovered since", []string{recovers(1), fires(0, "A")}, []filed{
			server("A", "Updated", of("LATE, FIRING", "A"), isOK),
		}},
		{"late, and not named since", []string{repeats(2, "B"), repeats(1, "A", "B")}, []filed{
			server("B", "Unresolved", of("STILL FIRING", "B"), of("LATE, STILL FIRING", "B")),
			server("A", "Updated", of("LATE, STILL FIRING", "A")),
		}},
		{"late, and perhaps still firing", []string{some, repeats(1, "A")}, []filed{
			server("B", "Unresolved", of("STILL FIRING", "B")), server("A", "Unresolved", of("LATE, STILL FIRING", "A")),
		}},
		{"nothing is named", []string{fires(0), repeats(1, "A"), recovers(2)}, []filed{
			cpu("Updated", isFiring, isOK), server("A", "Updated", of("STILL FIRING", "A"), of("OK", "A")),
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, perResource)
			for _, message := range test.messages {
				b.must(message, message)
			}
			got := b.Incidents()
			// Those of one message are opened at the same time, in any order.
			byKey := func(all []filed) map[string]filed {
				keyed := map[string]filed{}
				for _, incident := range all {
					keyed[incident.Key] = incident
				}
				return keyed
			}
			if diff := cmp.Diff(byKey(test.want), byKey(got)); diff != "" || len(got) != len(test.want) {
				t.Errorf("%d incidents (-want +got): %s", len(got), diff)
			}
		})
	}
}

// TestPartly: what was done before a failure is not done again.
func TestPartly(t *testing.T) {
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	for _, fault := range []string{"unavailable", "commit-then-503", "reset", "commit-then-reset"} {
		t.Run(fault, func(t *testing.T) {
			b := newBench(t, perResource)
			takes := func(body, method, path string) {
				b.Fail(fmt.Sprintf(`{"match":{"method":%q,"path":%q},"fault":%q,"times":9}`, method, path, fault))
				for tries := 1; ; tries++ {
					status, message := b.deliver(body)
					if status == http.StatusOK {
						break
					}
					if tries == 20 {
						t.Fatalf("%d %s\n%s", status, message, &b.Log)
					}
				}
				b.must(body)
			}
			takes(fires(0, names...), "POST", "/incidents")
			takes(repeats(1, names[:10]...), "PATCH", "/incidents/*")
			takes(recovers(2), "PATCH", "/incidents/*")
			if n := len(b.Incidents()); n != 20 {
				t.Errorf("%d incidents", n)
			}
			for i, incident := range b.Incidents() {
				got := strings.Join(incident.Threads, "; ")
				name := strings.TrimPrefix(incident.Subject, "High CPU: server ")
				want := strings.Join([]string{of("FIRING", name), of("STILL FIRING", name), of("OK", name)}, "; ")
				if len(name) > 1 {
					want = strings.Join([]string{of("FIRING", name), of("CLEAR", name)}, "; ")
				}
				if got != want || incident.Status != "Updated" {
					t.Errorf("incident %d is %s: %s\nwant %s", i, incident.Status, got, want)
				}
			}
		})
	}
}

// TestChangedSetting: incidents of the one kind are not left behind when the other is wanted.
func TestChangedSetting(t *testing.T) {
	b := newBench(t, nil)
	b.must(fires(0, "A"))
	b.handler = b.instance(b.Table.Ledger(), perResource)
	b.must(repeats(1, "A"))
	b.handler = b.instance(b.Table.Ledger(), nil)
	b.must(recovers(2))
	b.Expect(cpu("Updated", isFiring, isOK), server("A", "Updated", of("STILL FIRING", "A"), of("OK", "A")))
}
