package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/function/functiontest"
)

const (
	someAccounts = `{"troubleTicket":{"username":"events","password":"open sesame"},"bill":{"username":"billing","password":"sesame seed"}}`
	rightAccount = `"authorization":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"` // events:open sesame
	ticket       = `"listener_troubleTicket":"gateway.example.com"`
	ticketRight  = ticket + "," + rightAccount
	endpoint     = `"endpoint":"gateway.example.com"`
)

// ticketWith is a call of the listener for tickets with a header of its own.
func ticketWith(authorization string) string {
	return ticket + `,"authorization":"` + authorization + `"`
}

// TestEvents: a caller who sends events of an API is decided by its account, and by the address, but never by the secret. One
// of an endpoint is decided as where there are no accounts.
func TestEvents(t *testing.T) {
	const network = "203.0.113.0/24"
	inside, outside := `"client_address":"203.0.113.7"`, `"client_address":"198.51.100.1"`
	tests := []struct {
		name                       string
		secret, accounts, networks string // "" for none demanded
		data                       string
		want                       string // the challenge; "" for admitted
	}{
		{"right account", "", someAccounts, "", ticketRight, ""},
		{"right account, where there is a secret too", "sesame", someAccounts, "", ticketRight, ""},
		{"right account and address", "", someAccounts, network, ticketRight + "," + inside, ""},
		{"right account, no address shown", "", someAccounts, network, ticketRight, ""},
		{"as arrays", "", someAccounts, "", `"listener_troubleTicket":["a"],"authorization":["Basic ZXZlbnRzOm9wZW4gc2VzYW1l"]`, ""},
		{"no host", "", someAccounts, "", `"listener_troubleTicket":"",` + rightAccount, ""},
		{"several hosts", "", someAccounts, "", `"listener_troubleTicket":["a","b"],` + rightAccount, ""},
		{"endpoint: secret", "sesame", someAccounts, "", `"secret_header":"sesame"`, ""},
		{"endpoint: secret and address", "sesame", someAccounts, network, `"secret_query":"sesame",` + inside, ""},
		{"endpoint: marked and secret", "sesame", someAccounts, "", endpoint + `,"secret_header":"sesame"`, ""},
		{"endpoint: address alone", "", someAccounts, network, endpoint + "," + inside, ""},
		{"endpoint: no address shown", "", someAccounts, network, endpoint, ""},
		{"endpoint: address and any secret", "", someAccounts, network, endpoint + "," + inside + `,"secret_header":"x"`, ""},
		{"endpoint: address alone, no mark, no accounts", "", "", network, inside, ""},

		{"wrong password", "", someAccounts, "", ticketWith(basic("events:sesame")), basicChallenge},
		{"wrong user", "", someAccounts, "", ticketWith(basic("billing:open sesame")), basicChallenge},
		{"another API's account", "", someAccounts, "", ticketWith(basic("billing:sesame seed")), basicChallenge},
		{"an API without account", "", someAccounts, "", `"listener_order":"a",` + rightAccount, basicChallenge},
		{"an API in another case", "", someAccounts, "", `"listener_troubleticket":"a",` + rightAccount, basicChallenge},
		{"right account, wrong address", "", someAccounts, network, ticketRight + "," + outside, basicChallenge},
		{"no account", "", someAccounts, "", ticket, basicChallenge},
		{"right address, no account", "", someAccounts, network, ticket + "," + inside, basicChallenge},
		{"right address, an empty account", "", someAccounts, network, ticketWith("") + "," + inside, basicChallenge},
		{"right address, no account and no host", "", someAccounts, network, `"listener_troubleTicket":null,` + inside, basicChallenge},
		{"right address, no account and an empty host", "", someAccounts, network, `"listener_troubleTicket":[],` + inside, basicChallenge},
		{"no account, no address shown", "", someAccounts, network, ticket, basicChallenge},
		{"null", "", someAccounts, "", ticket + `,"authorization":null`, basicChallenge},
		{"no header at all", "", someAccounts, "", ticket + `,"authorization":[]`, basicChallenge},
		{"two headers", "", someAccounts, "", ticket + `,"authorization":["Basic ZXZlbnRzOm9wZW4gc2VzYW1l","Basic ZXZlbnRzOm9wZW4gc2VzYW1l"]`, basicChallenge},
		{"the account as the host", "", someAccounts, "", `"listener_troubleTicket":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, basicChallenge},
		{"the secret as password", "sesame", someAccounts, "", ticketWith(basic("events:sesame")), basicChallenge},
		{"the secret as it is", "sesame", someAccounts, "", ticketWith("sesame"), basicChallenge},
		{"no API has an account", "sesame", "", network, ticketRight + "," + inside, basicChallenge},
		{"no API has an account any more", "", `{}`, "", ticketRight, basicChallenge},
		{"nothing demanded", "", "", "", ticketRight, basicChallenge},

		{"account and secret", "sesame", someAccounts, "", ticketRight + `,"secret_header":"sesame"`, secretChallenge},
		{"account and a secret without a value", "sesame", someAccounts, "", ticketRight + `,"secret_query":[]`, secretChallenge},
		{"two listeners", "", someAccounts, "", ticketRight + `,"listener_bill":"a"`, secretChallenge},
		{"a listener without a name", "", someAccounts, "", `"listener_":"a",` + rightAccount, secretChallenge},
		{"a listener by another name", "", someAccounts, network, `"basic_troubleTicket":"a",` + inside, secretChallenge},
		{"a listener in another case", "", someAccounts, network, `"Listener_troubleTicket":"a",` + inside, secretChallenge},
		{"account, but no listener", "", someAccounts, network, rightAccount + "," + inside, secretChallenge},
		{"account without a value, but no listener", "", someAccounts, network, `"authorization":[],` + inside, secretChallenge},
		{"secret and account, but no listener", "sesame", someAccounts, "", rightAccount + `,"secret_header":"sesame"`, secretChallenge},
		{"listener and endpoint", "", someAccounts, "", ticketRight + "," + endpoint, secretChallenge},
		{"account and endpoint", "", someAccounts, network, rightAccount + "," + endpoint, secretChallenge},
		{"right address, but neither a listener nor an endpoint", "", someAccounts, network, inside, secretChallenge},
		{"nothing at all", "", someAccounts, network, ``, secretChallenge},
		{"endpoint: only the mark", "sesame", someAccounts, network, endpoint + "," + inside, secretChallenge},
		{"endpoint: the account as a secret", "sesame", someAccounts, "", `"secret_header":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, secretChallenge},
		{"endpoint: nothing shown", "sesame", someAccounts, "", ``, secretChallenge},
		{"endpoint: wrong address", "", someAccounts, network, endpoint + "," + outside, secretChallenge},
		{"endpoint: only accounts are demanded", "", someAccounts, "", endpoint, secretChallenge},
		{"endpoint: a secret, but only accounts are demanded", "", someAccounts, "", `"secret_header":"sesame"`, secretChallenge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := &vault{secrets: map[string]string{"webhook_secret": test.secret, "basic_accounts": test.accounts}}
			var log functiontest.Log
			answer, err := functiontest.Serve(t, newAuthorizer(t, v, test.networks, &log)).Invoke(t.Context(), user("{"+test.data+"}"))
			if err != nil {
				t.Fatal(err)
			}
			want := decision{WWWAuthenticate: test.want}
			if test.want == "" {
				want = decision{Active: true, ExpiresAt: "2026-01-02T12:01:00Z"}
			}
			var got decision
			if err := json.Unmarshal([]byte(answer.Body), &got); err != nil || got != want {
				t.Errorf("answer = %s, want %+v", answer.Body, want)
			}
			if text := log.String(); strings.Contains(text, "sesame") || strings.Contains(text, "ZXZlbnRz") || strings.Count(text, "\n") != 1 {
				t.Errorf("log = %s", text)
			}
		})
	}
}

// TestAccountsThatCannotBeUsed: no answer at all, which the gateway makes a 502 of and does not keep, until they are right.
func TestAccountsThatCannotBeUsed(t *testing.T) {
	var log functiontest.Log
	v := &vault{secrets: map[string]string{"basic_accounts": `{"troubleTicket":{"username":"events","password":"open sesame"}`}}
	f := functiontest.Serve(t, newAuthorizer(t, v, "", &log))
	broken := func(why string) {
		t.Helper()
		if answer, err := f.Invoke(t.Context(), user("{"+ticketRight+"}")); err == nil {
			t.Errorf("%s: answer = %+v, want the call broken off", why, answer)
		}
	}
	broken("malformed")
	v.wait(maxSecretAge)
	v.set("basic_accounts", "", errors.New("503 ServiceUnavailable"))
	broken("Vault is down")
	if text := log.String(); strings.Contains(text, "sesame") || strings.Count(text, "basic_accounts_ocid") != 2 {
		t.Errorf("log = %s", text)
	}
	v.set("basic_accounts", someAccounts, nil)
	if answer, err := f.Invoke(t.Context(), user("{"+ticketRight+"}")); err != nil || !strings.Contains(answer.Body, `"active":true`) {
		t.Errorf("when they can be used: %+v, %v", answer, err)
	}
}

// TestChangedPassword: it counts a minute after it was changed in Vault, and the old one does no more.
func TestChangedPassword(t *testing.T) {
	v := &vault{secrets: map[string]string{"basic_accounts": someAccounts}}
	a := newAuthorizer(t, v, "", new(functiontest.Log))
	admitted := func(account string) bool {
		t.Helper()
		request, err := parseRequest([]byte(user("{" + ticketWith(basic(account)) + "}")))
		if err != nil {
			t.Fatal(err)
		}
		reason, err := a.check(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return reason == ""
	}
	const before, after = "events:open sesame", "events:close sesame"
	if !admitted(before) || admitted(after) {
		t.Error("the first password does not count")
	}
	v.set("basic_accounts", strings.ReplaceAll(someAccounts, "open", "close"), nil)
	v.wait(maxSecretAge)
	if admitted(before) || !admitted(after) {
		t.Error("a minute later the changed password does not count")
	}
}
