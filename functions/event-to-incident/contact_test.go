package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// party is a customer with some media.
func party(phones, emails []string) map[string]any {
	var media []any
	for _, phone := range phones {
		media = append(media, map[string]any{"mediumType": "phone", "characteristic": map[string]any{"phoneNumber": phone}})
	}
	for _, email := range emails {
		media = append(media, map[string]any{"mediumType": "email", "characteristic": map[string]any{"emailAddress": email}})
	}
	return map[string]any{"id": "42", "role": "customer", "contactMedium": media}
}

// TestContact: a new incident belongs to the related party's contact: by number, by address, or to the configured one.
func TestContact(t *testing.T) {
	const find = "GET queryResults"
	tests := []struct {
		name           string
		phones, emails []string
		want           int64    // contact
		by             string   // as the log says it
		calls          []string // between looking for the incident and creating it
	}{
		{"nobody", nil, nil, 1, "configured", nil},
		{"number", []string{"+1 501 712 2661"}, []string{"j.roe@example.com"}, 2, "phone", []string{find}},
		{"number at home", []string{"(501) 712-2661"}, nil, 2, "phone", []string{find}},
		{"second number", []string{"+1 501 712 2662", "+1 501 712 2661"}, nil, 2, "phone", []string{find, find}},
		{"the same number twice", []string{"+1 501 712 2662", "5017122662"}, nil, 1, "configured", []string{find}},
		{"address", nil, []string{"J.Roe@example.com"}, 3, "email", []string{find}},
		{"number that nobody has", []string{"+1 501 712 2662"}, []string{"j.roe@example.com"}, 3, "email", []string{find, find}},
		{"no number", []string{"extension 7"}, []string{"j.roe@example.com"}, 3, "email", []string{find}},
		{"unknown", []string{"+49 30 901820"}, []string{"nobody@example.com"}, 1, "configured", []string{find, find}},
		{"hostile", []string{"' OR '1' = '1"}, []string{"x' OR 'a'='a@example.com"}, 1, "configured", nil},
		{"many numbers", []string{"5017122663", "5017122664", "5017122665", "5017122661"}, nil, 1, "configured", []string{find, find, find}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.contact(`{"name":{"last":"Phone"},"phones":[{"number":"501-712-2661","phoneType":{"lookupName":"Mobile Phone"}}]}`)
			b.contact(`{"name":{"last":"Mail"},"emails":[{"address":"j.roe@example.com","addressType":{"id":0}}]}`)
			b.Calls()
			b.must(sent{kind: "Create", state: "acknowledged", party: party(test.phones, test.emails)}.String())
			var calls []string
			for _, call := range b.Calls() {
				calls = append(calls, strings.TrimSuffix(call, "/"))
			}
			want := fmt.Sprint(append(append([]string{"GET incidents"}, test.calls...), "POST incidents"))
			if got := fmt.Sprint(calls); got != want {
				t.Errorf("calls = %s, want %s", got, want)
			}
			var incident struct{ PrimaryContact struct{ ID int64 } }
			b.Call(http.StatusOK, http.MethodGet, "/services/rest/connect/latest/incidents/1?fields=primaryContact", "", &incident)
			if incident.PrimaryContact.ID != test.want || !strings.Contains(b.Log.String(), `"contact":"`+test.by+`"`) {
				t.Errorf("contact = %d, want %d by %s\n%s", incident.PrimaryContact.ID, test.want, test.by, &b.Log)
			}
			// It is not looked for again.
			b.Calls()
			b.must(sent{kind: "AttributeValueChange", minute: 1, party: party(test.phones, test.emails)}.String())
			b.ExpectCalls("GET incidents/1", "PATCH incidents/1")
		})
	}
}

func (b *bench) contact(body string) {
	b.T.Helper()
	b.Call(http.StatusCreated, http.MethodPost, "/services/rest/connect/latest/contacts", body, nil)
}

// TestContactFails: when contacts cannot be looked for, the event comes again, and nothing waits for it.
func TestContactFails(t *testing.T) {
	b := newBench(t, nil)
	b.Meddle = func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "queryResults") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		b.Desk.ServeHTTP(w, r)
	}
	event := sent{kind: "Create", state: "acknowledged", party: party([]string{"5017122661"}, nil)}.String()
	if status := b.deliver(event); status != http.StatusBadGateway {
		t.Errorf("answer = %d", status)
	}
	b.must(changed(1))
	b.Meddle = nil
	b.must(event)
	b.Expect(ticket("Unresolved", isChanged, "LATE, "+isCreated))
}
