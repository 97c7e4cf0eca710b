package main

import (
	"errors"
	"strings"
	"unicode"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// errAccounts says nothing of what stands there, as that is secret.
var errAccounts = errors.New(`the basic accounts cannot be used: set the secret of basic_accounts_ocid to JSON such as ` +
	`{"troubleTicket": {"username": "…", "password": "…"}}, with a name and password for each API, without control characters, ` +
	`and without a colon in a name`)

// account is a user name and its password.
type account struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// accounts are those that callers have to show, by API.
type accounts map[string]account

// parseAccounts reads what the secret holds. Nothing of it counts if any of it is wrong.
func parseAccounts(text string) (accounts, error) {
	var all accounts
	if err := config.DecodeJSON(text, &all); err != nil || all == nil {
		return nil, errAccounts
	}
	for _, a := range all {
		if a.Username == "" || a.Password == "" || strings.Contains(a.Username, ":") || strings.ContainsFunc(a.Username+a.Password, unicode.IsControl) {
			return nil, errAccounts
		}
	}
	return all, nil
}

// nobody stands for the account of an API that has none, so that the answer takes as long as for one that has.
var nobody = account{Username: "nobody", Password: "nobody's password"}

// admit tells whether the pair is the API's account. User name and password are both compared, whichever of them is wrong.
func (a accounts) admit(api string, given credentials.Pair) bool {
	wanted, known := a[api]
	if !known {
		wanted = nobody
	}
	user := webhook.SameSecret(given.User, wanted.Username)
	password := webhook.SameSecret(given.Password, wanted.Password)
	return user && password && known
}
