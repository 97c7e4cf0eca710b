package b2c_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/credentials"
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
	slept  []time.Duration
}

func newSite(t *testing.T, change func(*b2c.Options)) *site {
	t.Helper()
	s := &site{Server: b2ctest.New(t), login: &login{pair: credentials.Pair{User: b2ctest.User, Password: b2ctest.Password}}}
	now := time.Now()
	options := b2c.Options{
		Hostname: s.Hostname(), RootCAs: s.RootCAs(), ApplicationContext: "cxbridge", Credentials: s.login,
		Clock: func() time.Time { return now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			s.slept = append(s.slept, d)
			now = now.Add(d)
			return ctx.Err()
		},
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
	customer  = b2c.Contact{Name: &b2c.PersonName{First: "SMS", Last: "User"}, Phones: []b2c.Phone{{Number: "+15017122661", PhoneType: b2c.MobilePhone()}}}
	throttled = b2ctest.Fault{Status: 503, Body: b2ctest.Problem(nil, 503, "OSC-CREST-00035", "throttled")}
)

func newIncident(contact int64) b2c.Incident {
	return b2c.Incident{Subject: "My router is blinking red", PrimaryContact: &b2c.Reference{ID: contact}, Threads: []b2c.Thread{b2c.Note("{}")}}
}

func TestHeaders(t *testing.T) {
	for _, suppress := range []bool{false, true} {
		s := newSite(t, func(o *b2c.Options) { o.SuppressRules = suppress; o.Version = "v1.4" })
		if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
			t.Fatal(err)
		}
		if _, err := s.client.CreateContact(t.Context(), customer, number); err != nil {
			t.Fatal(err)
		}
		for _, call := range s.Recorded() {
			if got := call.Header.Get("OSvC-CREST-Application-Context"); got != "cxbridge" {
				t.Errorf("%s: application context %q", call.Method, got)
			}
			want := ""
			if suppress && call.Method == http.MethodPost {
				want = "true"
			}
			if got := call.Header.Get("OSvC-CREST-Suppress-Rules"); got != want {
				t.Errorf("%s: OSvC-CREST-Suppress-Rules is %q, want %q", call.Method, got, want)
			}
		}
	}
}

func TestFindContact(t *testing.T) {
	s := newSite(t, nil)
	if contact, err := s.client.FindContactByPhone(t.Context(), number); err != nil || contact != nil {
		t.Fatalf("found %v, %v in an empty site", contact, err)
	}
	s.AddContact("+1 212 555 0100")
	first := s.AddContact("(501) 712-2661")
	s.AddContact("+15017122661")
	contact, err := s.client.FindContactByPhone(t.Context(), number)
	if err != nil || contact == nil || contact.ID != first {
		t.Errorf("found %v, %v; want the lowest id, %d", contact, err, first)
	}
	if query := s.Recorded()[0].Query; query != "phones.rawNumber = '15017122661' OR phones.rawNumber = '5017122661'" {
		t.Errorf("query = %s", query)
	}
}

func TestQueryTakesDigitsOnly(t *testing.T) {
	s := newSite(t, nil)
	for _, spellings := range [][]string{nil, {""}, {"15017122661", "1' OR '1' = '1"}, {"+15017122661"}, {"１"}} {
		if _, err := s.client.FindContactByPhone(t.Context(), spellings); err == nil {
			t.Errorf("%q was put into a query", spellings)
		}
	}
	s.expectCalls(t)
}

func TestCreate(t *testing.T) {
	s := newSite(t, nil)
	ctx, calls := b2c.CountCalls(t.Context())
	contact, err := s.client.CreateContact(ctx, customer, number)
	if err != nil {
		t.Fatal(err)
	}
	incident, err := s.client.CreateIncident(ctx, newIncident(contact.ID))
	if err != nil {
		t.Fatal(err)
	}
	if incident.ID == 0 || incident.LookupName == "" || calls.Load() != 2 {
		t.Errorf("incident %+v after %d calls", incident, calls.Load())
	}
	want := `{"subject":"My router is blinking red","primaryContact":{"id":101},"threads":[{"text":"{}","entryType":{"lookupName":"Note"},"contentType":{"lookupName":"text/plain"}}]}`
	if got := s.Recorded()[1].Body; got != want {
		t.Errorf("incident's body = %s", got)
	}
}

func TestThrottledGet(t *testing.T) {
	bare := b2ctest.Fault{Status: 503, Body: "<html>Service Unavailable</html>"}
	tests := []struct {
		name   string
		faults []b2ctest.Fault
		calls  int
		status int // 0 means that it succeeds in the end
	}{
		{"once", []b2ctest.Fault{throttled}, 2, 0},
		{"three times", []b2ctest.Fault{throttled, bare, throttled}, 4, 0},
		{"four times", []b2ctest.Fault{throttled, throttled, throttled, throttled}, 4, 503},
		{"another error is not repeated", []b2ctest.Fault{{Status: 500}}, 1, 500},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, nil)
			s.Fail(test.faults...)
			_, err := s.client.FindContactByPhone(t.Context(), number)
			var failed *b2c.Error
			if errors.As(err, &failed) != (test.status != 0) || failed != nil && failed.Status != test.status {
				t.Errorf("error = %v, want status %d", err, test.status)
			}
			if got := len(s.Calls()); got != test.calls {
				t.Errorf("%d calls, want %d", got, test.calls)
			}
			for i, slept := range s.slept {
				if least := time.Second << i; slept < least || slept > least*7/5 {
					t.Errorf("pause %d took %v, want %v and up to 40 %% more", i+1, slept, least)
				}
			}
		})
	}
}

func TestNextRequestAfter(t *testing.T) {
	s := newSite(t, nil)
	fault := throttled
	fault.Header = map[string]string{"osvc-crest-next-request-after": "9000"}
	s.Fail(fault)
	if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	var total time.Duration
	for _, slept := range s.slept {
		total += slept
	}
	if total != 9*time.Second {
		t.Errorf("slept %v, want the 9 seconds that the header named", s.slept)
	}
}

func TestNoPauseBeyondTheDeadline(t *testing.T) {
	s := newSite(t, func(o *b2c.Options) { o.Clock = time.Now })
	s.Fail(b2ctest.Fault{Status: 503, Header: map[string]string{"osvc-crest-next-request-after": "3600000"}})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := s.client.FindContactByPhone(ctx, number)
	if err == nil {
		_, err = s.client.FindContactByPhone(ctx, number)
	}
	if err == nil {
		t.Error("the hour that B2C Service wants is not in the minute there is, but the call succeeds")
	}
	for _, slept := range s.slept {
		if slept > time.Minute {
			t.Errorf("slept %v of one minute", slept)
		}
	}
}

// TestUncertainCreate: whatever happens to a create, there is one object in the end, or an error.
func TestUncertainCreate(t *testing.T) {
	committed := func(f b2ctest.Fault) b2ctest.Fault { f.Commit = true; f.Method = http.MethodPost; return f }
	lost := func(f b2ctest.Fault) b2ctest.Fault { f.Method = http.MethodPost; return f }
	tests := []struct {
		name    string
		faults  []b2ctest.Fault
		creates int
		fails   bool
	}{
		{"committed, then a bare 503", []b2ctest.Fault{committed(b2ctest.Fault{Status: 503})}, 1, false},
		{"committed, then throttled", []b2ctest.Fault{committed(throttled)}, 1, false},
		{"committed, then 500", []b2ctest.Fault{committed(b2ctest.Fault{Status: 500, Body: "oops"})}, 1, false},
		{"committed, then reset", []b2ctest.Fault{committed(b2ctest.Fault{Reset: true})}, 1, false},
		{"committed, then silence", []b2ctest.Fault{committed(b2ctest.Fault{Hang: true})}, 1, false},
		{"committed, answered with nonsense", []b2ctest.Fault{committed(b2ctest.Fault{Status: 201, Body: "<html>"})}, 1, false},
		{"lost with a 503", []b2ctest.Fault{lost(b2ctest.Fault{Status: 503})}, 2, false},
		{"lost with a reset", []b2ctest.Fault{lost(b2ctest.Fault{Reset: true})}, 2, false},
		{"lost three times, throttled", []b2ctest.Fault{lost(throttled), lost(throttled), lost(throttled)}, 4, false},
		{"lost, then committed with a 500", []b2ctest.Fault{lost(b2ctest.Fault{Status: 500}), committed(b2ctest.Fault{Status: 500})}, 2, false},
		{"lost twice", []b2ctest.Fault{lost(b2ctest.Fault{Status: 500}), lost(b2ctest.Fault{Status: 500})}, 2, true},
		{"refused", []b2ctest.Fault{lost(b2ctest.Fault{Status: 400, Body: b2ctest.Problem(nil, 400, "OSC-CREST-00006", "no")})}, 1, true},
		{"cannot look", []b2ctest.Fault{committed(b2ctest.Fault{Status: 500}), {Method: http.MethodGet, Status: 500}}, 1, true},
	}
	kinds := map[string]func(*site) (int64, error){
		"contacts": func(s *site) (int64, error) {
			contact, err := s.client.CreateContact(context.Background(), customer, number)
			return contact.ID, err
		},
		"incidents": func(s *site) (int64, error) {
			incident, err := s.client.CreateIncident(context.Background(), newIncident(7))
			return incident.ID, err
		},
	}
	for collection, run := range kinds {
		for _, test := range tests {
			t.Run(collection+" "+test.name, func(t *testing.T) {
				s := newSite(t, func(o *b2c.Options) { o.AttemptTimeout = 200 * time.Millisecond })
				s.Fail(test.faults...)
				id, err := run(s)
				if (err != nil) != test.fails {
					t.Fatalf("error = %v, want one: %v", err, test.fails)
				}
				creates := len(slices.DeleteFunc(s.Calls(), func(call string) bool { return call != "POST "+collection }))
				if creates != test.creates {
					t.Errorf("%d creates, want %d", creates, test.creates)
				}
				if objects := s.Objects(collection); !test.fails && (len(objects) != 1 || objects[0]["id"] != id) {
					t.Errorf("%d objects, of which %d was returned", len(objects), id)
				}
			})
		}
	}
}

func TestAnotherIncidentIsNotTaken(t *testing.T) {
	s := newSite(t, nil)
	other := newIncident(7)
	other.Subject = "Something else"
	if _, err := s.client.CreateIncident(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	s.Fail(b2ctest.Fault{Status: 503, Method: http.MethodPost})
	incident, err := s.client.CreateIncident(t.Context(), newIncident(7))
	if err != nil || incident.Subject != "My router is blinking red" || len(s.Objects("incidents")) != 2 {
		t.Errorf("incident %+v, %v; %d incidents", incident, err, len(s.Objects("incidents")))
	}
}

func TestRotatedPassword(t *testing.T) {
	s := newSite(t, nil)
	s.SetPassword("battery staple")
	s.login.changed = credentials.Pair{User: b2ctest.User, Password: "battery staple"}
	if _, err := s.client.CreateContact(t.Context(), customer, number); err != nil {
		t.Fatal(err)
	}
	s.expectCalls(t, "POST contacts", "POST contacts")
	if len(s.Objects("contacts")) != 1 || s.login.invalidated != 1 {
		t.Errorf("%d contacts, %d invalidations", len(s.Objects("contacts")), s.login.invalidated)
	}
}

func TestWrongPasswordIsSentOnce(t *testing.T) {
	s := newSite(t, nil)
	s.SetPassword("battery staple")
	_, err := s.client.FindContactByPhone(t.Context(), number)
	var failed *b2c.Error
	if !errors.As(err, &failed) || failed.Status != http.StatusUnauthorized || failed.Hint == "" {
		t.Errorf("error = %v, want 401 with a hint", err)
	}
	s.expectCalls(t, "GET contacts")
}

func TestAccessTokenIsEchoed(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[]}`, Header: map[string]string{"osvc-crest-api-access-token": "token-1"}})
	for range 2 {
		if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Recorded()[1].Header.Get("osvc-crest-api-access-token"); got != "token-1" {
		t.Errorf("second call's token = %q", got)
	}
}

func TestRedirectRefused(t *testing.T) {
	elsewhere := b2ctest.New(t)
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 302, Header: map[string]string{"Location": "https://" + elsewhere.Hostname() + "/services/rest/connect/latest/contacts"}})
	_, err := s.client.FindContactByPhone(t.Context(), number)
	var failed *b2c.Error
	if !errors.As(err, &failed) || failed.Status != http.StatusFound {
		t.Errorf("error = %v, want the redirect refused", err)
	}
	if calls := elsewhere.Calls(); len(calls) != 0 {
		t.Errorf("the password went elsewhere: %v", calls)
	}
}

func TestUnknownCertificateRefused(t *testing.T) {
	s := newSite(t, func(o *b2c.Options) { o.RootCAs = nil })
	if _, err := s.client.FindContactByPhone(t.Context(), number); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("error = %v, want the certificate refused", err)
	}
	s.expectCalls(t)
}

func TestErrorsTellNoSecrets(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(
		b2ctest.Fault{Status: 400, Body: b2ctest.Problem(nil, 400, "OSC-CREST-00007", "near phones.rawNumber = '15017122661' at 12")},
		b2ctest.Fault{Reset: true, Method: http.MethodGet}, b2ctest.Fault{Reset: true, Method: http.MethodGet},
	)
	for range 2 {
		_, err := s.client.FindContactByPhone(t.Context(), number)
		if err == nil {
			t.Fatal("no error")
		}
		for _, secret := range []string{"5017122661", b2ctest.Password, "rawNumber%20", "Basic"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%q is in the error: %v", secret, err)
			}
		}
	}
}

func TestAnswersThatAreTooLarge(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[` + strings.Repeat(" ", 2<<20) + `]}`})
	if _, err := s.client.FindContactByPhone(t.Context(), number); err == nil {
		t.Error("an answer of 2 MiB was taken")
	}
}

func TestNewChecksOptions(t *testing.T) {
	valid := b2c.Options{Hostname: "site.custhelp.com", ApplicationContext: "cxbridge", Credentials: &login{}}
	if _, err := b2c.New(valid); err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(*b2c.Options){
		"no hostname":         func(o *b2c.Options) { o.Hostname = "" },
		"a URL":               func(o *b2c.Options) { o.Hostname = "https://site.custhelp.com" },
		"a path":              func(o *b2c.Options) { o.Hostname = "site.custhelp.com/services" },
		"a user":              func(o *b2c.Options) { o.Hostname = "user@site.custhelp.com" },
		"no context":          func(o *b2c.Options) { o.ApplicationContext = "" },
		"too long a context":  func(o *b2c.Options) { o.ApplicationContext = strings.Repeat("x", 41) },
		"without credentials": func(o *b2c.Options) { o.Credentials = nil },
	}
	for name, change := range tests {
		options := valid
		change(&options)
		if _, err := b2c.New(options); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSubject(t *testing.T) {
	long := strings.Repeat("é", 300)
	for text, want := range map[string]string{"": "", "short": "short", long: long[:480]} {
		if got := b2c.Subject(text); got != want {
			t.Errorf("Subject of %d bytes has %d, want %d", len(text), len(got), len(want))
		}
	}
}
