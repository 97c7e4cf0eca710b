package b2c_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/credentials"
)

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
	s.expectCalls(t, "GET queryResults")
}

func TestAccessTokenIsEchoed(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[{"rows":[]}]}`, Header: map[string]string{"osvc-crest-api-access-token": "token-1"}})
	for range 2 {
		if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Recorded()[1].Header.Get("osvc-crest-api-access-token"); got != "token-1" {
		t.Errorf("second call's token = %q", got)
	}
}

func TestAccessTokenIsDroppedWhenRefused(t *testing.T) {
	token := map[string]string{"osvc-crest-api-access-token": "token-1"}
	for _, status := range []int{400, 401, 404} {
		s := newSite(t, nil)
		s.login.changed = credentials.Pair{User: b2ctest.User, Password: b2ctest.Password + " "}
		s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[{"rows":[]}]}`, Header: token}, b2ctest.Fault{Status: status, Header: token})
		for range 3 {
			s.client.FindContactByPhone(t.Context(), number) // fails the second time
		}
		calls := s.Recorded()
		if got := calls[1].Header.Get("osvc-crest-api-access-token"); got != "token-1" {
			t.Fatalf("%d: the refused call's token = %q", status, got)
		}
		for _, call := range calls[2:] {
			if got := call.Header.Get("osvc-crest-api-access-token"); got != "" {
				t.Errorf("%d: a later call's token = %q", status, got)
			}
		}
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
	for size, fits := range map[int]bool{8<<20 - 64: true, 8 << 20: false} {
		s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[{"rows":[` + strings.Repeat(" ", size) + `]}]}`})
		if _, err := s.client.FindContactByPhone(t.Context(), number); (err == nil) != fits {
			t.Errorf("an answer of %d bytes: %v", size, err)
		}
	}
}

func TestErrorsWithoutExplanation(t *testing.T) {
	s := newSite(t, nil)
	for body, want := range map[string]string{
		`{}`:                                   "B2C Service: GET queryResults/: status 400",
		`{"title":"no"}`:                       "B2C Service: GET queryResults/: status 400: no",
		`{"detail":"no"}`:                      "B2C Service: GET queryResults/: status 400: no",
		`{"title":"no","detail":"such thing"}`: "B2C Service: GET queryResults/: status 400: no: such thing",
	} {
		s.Fail(b2ctest.Fault{Status: 400, Body: body})
		if _, err := s.client.FindContactByPhone(t.Context(), number); err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", body, err, want)
		}
	}
}
