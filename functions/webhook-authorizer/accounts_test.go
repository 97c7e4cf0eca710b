package main

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/google/go-cmp/cmp"
)

func TestParseAccounts(t *testing.T) {
	tests := map[string]accounts{ // nil for refused
		`{}`: {},
		` {"troubleTicket":{"username":"events","password":"pass:word"},"productOrder":{"username":"ü","password":"ö €"}} `: {
			"troubleTicket": {"events", "pass:word"}, "productOrder": {"ü", "ö €"},
		},

		``:                                     nil,
		`null`:                                 nil,
		`[]`:                                   nil,
		`"s3cret"`:                             nil,
		`{"a":null}`:                           nil,
		`{"a":"s3cret"}`:                       nil,
		`{"a":{"username":"u"}}`:               nil,
		`{"a":{"password":"s3cret"}}`:          nil,
		`{"a":{"username":"","password":"p"}}`: nil,
		`{"a":{"username":"u","password":""}}`: nil,
		`{"a":{"username":"u:v","password":"s3cret"}}`:     nil,
		`{"a":{"username":"u","password":"s3cret\n"}}`:     nil,
		`{"a":{"username":"u","password":31337}}`:          nil,
		`{"a":{"username":"u","password":"p","s3cret":1}}`: nil,
		`{"a":{"username":"u","password":"p"}} {}`:         nil,
		`{"a":{"username":"u","password":"p"}}s3cret`:      nil,
		`{"a":{"username":"u","password":"p"},"b":{}}`:     nil,
		`{"a":{"username":"u","password":"s3cret"`:         nil,
		`{"username":"u","password":"s3cret"}`:             nil,
	}
	for text, want := range tests {
		got, err := parseAccounts(text)
		if diff := cmp.Diff(want, got); diff != "" || (err != nil) != (want == nil) {
			t.Errorf("%s: %v %s", text, err, diff)
		}
		if err != nil && (strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "31337")) {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}

func TestAdmit(t *testing.T) {
	all := accounts{"a": {"ann", "apple"}, "b": {"bob", "banana"}}
	tests := []struct {
		api, user, password string
		want                bool
	}{
		{"a", "ann", "apple", true},
		{"b", "bob", "banana", true},
		{"a", "bob", "banana", false},
		{"a", "ann", "banana", false},
		{"a", "bob", "apple", false},
		{"a", "Ann", "apple", false},
		{"a", "ann", "", false},
		{"a", "", "apple", false},
		{"A", "ann", "apple", false},
		{"c", "ann", "apple", false},
		{"c", nobody.Username, nobody.Password, false},
		{"c", "", "", false},
		{"", "", "", false},
	}
	for _, test := range tests {
		if got := all.admit(test.api, credentials.Pair{User: test.user, Password: test.password}); got != test.want {
			t.Errorf("%+v: admitted is %v", test, got)
		}
	}
}

// BenchmarkAdmit shows that the time does not tell what was wrong.
func BenchmarkAdmit(b *testing.B) {
	all := accounts{"troubleTicket": {"events", "open sesame"}}
	for _, test := range []struct{ name, api, user, password string }{
		{"right", "troubleTicket", "events", "open sesame"},
		{"wrong password", "troubleTicket", "events", "open Sesame"},
		{"wrong user", "troubleTicket", "Events", "open sesame"},
		{"both wrong", "troubleTicket", "Events", "open Sesame"},
		{"API without account", "billing", "events", "open sesame"},
	} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				all.admit(test.api, credentials.Pair{User: test.user, Password: test.password})
			}
		})
	}
}
