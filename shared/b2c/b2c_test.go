package b2c_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

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
