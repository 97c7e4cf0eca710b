// Package basic checks Basic authentication in constant time.
package basic

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"sync/atomic"
)

// Account is one user name and password, kept as digests so that a comparison
// takes equally long for texts of any length.
type Account struct {
	user, password [sha256.Size]byte
}

// NewAccount is the account of a user.
func NewAccount(user, password string) Account {
	return Account{user: sha256.Sum256([]byte(user)), password: sha256.Sum256([]byte(password))}
}

// Accepts tells whether the request carries this user name and password.
func (a Account) Accepts(r *http.Request) bool {
	user, password, given := r.BasicAuth()
	gotUser, gotPassword := sha256.Sum256([]byte(user)), sha256.Sum256([]byte(password))
	same := subtle.ConstantTimeCompare(gotUser[:], a.user[:]) & subtle.ConstantTimeCompare(gotPassword[:], a.password[:])
	return given && same == 1
}

// Staff is an account whose password changes while it is used.
type Staff struct {
	user string
	now  atomic.Pointer[Account]
}

// NewStaff is the account of a user, with the password that it begins with.
func NewStaff(user, password string) *Staff {
	s := &Staff{user: user}
	s.Change(password)
	return s
}

// Change gives the account another password, and the old one is refused.
func (s *Staff) Change(password string) {
	account := NewAccount(s.user, password)
	s.now.Store(&account)
}

// Accepts tells whether the request carries the user name and the password of now.
func (s *Staff) Accepts(r *http.Request) bool { return s.now.Load().Accepts(r) }

// Challenge asks the client for a user name and password; the status and the
// body are left to the caller.
func Challenge(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="B2C Service (simulated)", charset="UTF-8"`)
}
