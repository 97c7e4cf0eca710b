package b2c_test

import (
	"context"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
	"github.com/google/go-cmp/cmp"
)

// login is an account whose password can be changed, as in Vault.
type login struct {
	pair        credentials.Pair
	changed     credentials.Pair // what is read after an invalidation
	invalidated int
}

func (l *login) Value(context.Context) (credentials.Pair, error) { return l.pair, nil }
func (l *login) Invalidate(credentials.Pair) {
	l.invalidated++
	if l.changed != (credentials.Pair{}) {
		l.pair = l.changed
	}
}

// site is a B2C Service with a client of it, whose waiting takes no time.
type site struct {
	*b2ctest.Server
	client *b2c.Client
	login  *login
	clock  *waittest.Clock // the site's and the client's
}

func newSite(t *testing.T, change func(*b2c.Options)) *site {
	t.Helper()
	s := &site{Server: b2ctest.New(t), login: &login{pair: credentials.Pair{User: b2ctest.User, Password: b2ctest.Password}}, clock: waittest.NewClock()}
	s.Clock = s.clock.Now
	options := b2c.Options{
		Hostname: s.Hostname(), RootCAs: s.RootCAs(), ApplicationContext: "cxbridge", Credentials: s.login,
		Clock: s.clock.Now, Sleep: s.clock.Sleep, WithTimeout: s.Patience.WithTimeout,
	}
	if change != nil {
		change(&options)
	}
	client, err := b2c.New(options)
	if err != nil {
		t.Fatal(err)
	}
	s.client = client
	return s
}

func (s *site) expectCalls(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, s.Calls()); diff != "" {
		t.Errorf("calls (-want +got): %s", diff)
	}
}

var (
	number    = []string{"15017122661", "5017122661"}
	customer  = b2c.Contact{Name: b2c.PersonName{First: "SMS", Last: "User"}, Phones: []b2c.Phone{{Number: "+15017122661", PhoneType: b2c.MobilePhone()}}}
	throttled = b2ctest.Fault{Status: 503, Body: b2ctest.Problem(nil, 503, "OSC-CREST-00035", "throttled")}
)

func newIncident(contact int64) b2c.Incident {
	return b2c.Incident{Subject: "My router is blinking red", PrimaryContact: b2c.Reference{ID: contact}, Threads: []b2c.Thread{b2c.Note("{}")}}
}

var dedupeKey = b2c.Attribute{Package: "OCI", Name: "dedupe_key"}

func alarmIncident(contact int64, key string) b2c.Incident {
	return b2c.Incident{
		Subject: "High CPU", PrimaryContact: b2c.Reference{ID: contact}, Threads: []b2c.Thread{b2c.Note("Firing")},
		Severity: &b2c.NamedID{LookupName: "2 - Severe"}, CustomFields: dedupeKey.With(key),
	}
}
