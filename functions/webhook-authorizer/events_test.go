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
	withAccount  = `"basic_troubleTicket":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"` // events:open sesame
)

// TestEvents: a caller who sends events of an API is decided by its account, and by the address, but never by the secret.
func TestEvents(t *testing.T) {
	const (
		network = "203.0.113.0/24"
		either  = basicChallenge + ", " + secretChallenge
	)
	inside, outside := `"client_address":"203.0.113.7"`, `"client_address":"198.51.100.1"`
	tests := []struct {
		name                       string
		secret, accounts, networks string // "" for none demanded
		data                       string
		want                       string // the challenge; "" for admitted
	}{
		{"right account", "", someAccounts, "", withAccount, ""},
		{"right account, where there is a secret too", "sesame", someAccounts, "", withAccount, ""},
		{"right account and address", "", someAccounts, network, withAccount + "," + inside, ""},
		{"right account, no address shown", "", someAccounts, network, withAccount, ""},
		{"as an array", "", someAccounts, "", `"basic_troubleTicket":["Basic ZXZlbnRzOm9wZW4gc2VzYW1l"]`, ""},
		{"secret, where there are accounts too", "sesame", someAccounts, "", `"secret_header":"sesame"`, ""},
		{"address and any secret, where there are accounts too", "", someAccounts, network, inside + `,"secret_header":"x"`, ""},

		{"wrong password", "", someAccounts, "", `"basic_troubleTicket":"` + basic("events:sesame") + `"`, basicChallenge},
		{"wrong user", "", someAccounts, "", `"basic_troubleTicket":"` + basic("billing:open sesame") + `"`, basicChallenge},
		{"another API's account", "", someAccounts, "", `"basic_troubleTicket":"` + basic("billing:sesame seed") + `"`, basicChallenge},
		{"an API without account", "", someAccounts, "", `"basic_order":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, basicChallenge},
		{"an API in another case", "", someAccounts, "", `"basic_troubleticket":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, basicChallenge},
		{"right account, wrong address", "", someAccounts, network, withAccount + "," + outside, basicChallenge},
		{"right address, no account", "", someAccounts, network, inside + `,"basic_troubleTicket":""`, basicChallenge},
		{"null", "", someAccounts, "", `"basic_troubleTicket":null`, basicChallenge},
		{"no header at all", "", someAccounts, "", `"basic_troubleTicket":[]`, basicChallenge},
		{"two headers", "", someAccounts, "", `"basic_troubleTicket":["Basic ZXZlbnRzOm9wZW4gc2VzYW1l","Basic ZXZlbnRzOm9wZW4gc2VzYW1l"]`, basicChallenge},
		{"the secret as password", "sesame", someAccounts, "", `"basic_troubleTicket":"` + basic("events:sesame") + `"`, basicChallenge},
		{"the secret as it is", "sesame", someAccounts, "", `"basic_troubleTicket":"sesame"`, basicChallenge},
		{"no API has an account", "sesame", "", network, withAccount + "," + inside, basicChallenge},
		{"no API has an account any more", "", `{}`, "", withAccount, basicChallenge},
		{"nothing demanded", "", "", "", withAccount, basicChallenge},
		{"the account as a secret", "sesame", someAccounts, "", `"secret_header":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, secretChallenge},
		{"a secret, but only accounts are demanded", "", someAccounts, "", `"secret_header":"sesame"`, secretChallenge},
		{"account and secret", "sesame", someAccounts, "", withAccount + `,"secret_header":"sesame"`, either},
		{"account and a secret without a value", "sesame", someAccounts, "", withAccount + `,"secret_query":[]`, either},
		{"two accounts", "", someAccounts, "", withAccount + `,"basic_bill":"` + basic("billing:sesame seed") + `"`, either},
		{"no API", "", someAccounts, "", `"basic_":"Basic ZXZlbnRzOm9wZW4gc2VzYW1l"`, either},
		{"nothing shown", "sesame", someAccounts, "", ``, either},
		{"only an address, though right, as it may need an account", "", someAccounts, network, inside, either},
		{"nothing shown, not even an address", "", someAccounts, network, ``, either},
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
		if answer, err := f.Invoke(t.Context(), user("{"+withAccount+"}")); err == nil {
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
	if answer, err := f.Invoke(t.Context(), user("{"+withAccount+"}")); err != nil || !strings.Contains(answer.Body, `"active":true`) {
		t.Errorf("when they can be used: %+v, %v", answer, err)
	}
}

// TestChangedPassword: it counts a minute after it was changed in Vault, and the old one does no more.
func TestChangedPassword(t *testing.T) {
	v := &vault{secrets: map[string]string{"basic_accounts": someAccounts}}
	a := newAuthorizer(t, v, "", new(functiontest.Log))
	admitted := func(account string) bool {
		t.Helper()
		request, err := parseRequest([]byte(user(`{"basic_troubleTicket":"` + basic(account) + `"}`)))
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
