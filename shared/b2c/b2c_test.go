package b2c_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
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
	american, british := []string{"14799123456", "4799123456"}, []string{"447700900123", "7700900123", "07700900123"}
	tests := []struct {
		name      string
		stored    []string
		spellings []string
		want      int64 // 0 for none
	}{
		{"nobody", nil, american, 0},
		{"another number", []string{"+1 212 555 0100"}, american, 0},
		{"in full", []string{"+1 (479) 912-3456"}, american, 101},
		{"in full, without the plus sign", []string{"14799123456"}, american, 101},
		{"of several in full, the oldest", []string{"+1 212 555 0100", "+14799123456", "1-479-912-3456"}, american, 102},
		{"in full before an older one that is not", []string{"(479) 912-3456", "+14799123456"}, american, 102},
		{"as at home", []string{"(479) 912-3456"}, american, 101},
		{"as at home, with trunk prefix", []string{"07700 900123"}, british, 101},
		{"as at home, twice", []string{"(479) 912-3456", "479-912-3456"}, american, 0},
		{"a Norwegian's", []string{"+47 99 12 34 56"}, american, 0},
		{"a Norwegian's and, at home, one", []string{" +47 99 12 34 56", "(479) 912-3456"}, american, 102},
		{"with an exit prefix", []string{"0047 9912 3456"}, []string{"10047991234", "004799123456"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, nil)
			for _, stored := range test.stored {
				s.AddContact(stored)
			}
			contact, err := s.client.FindContactByPhone(t.Context(), test.spellings)
			if err != nil || (contact == nil) != (test.want == 0) || contact != nil && contact.ID != test.want {
				t.Errorf("found %v, %v; want %d", contact, err, test.want)
			}
			s.expectCalls(t, "GET queryResults")
		})
	}
}

func TestPhoneQuery(t *testing.T) {
	s := newSite(t, nil)
	if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	want := "SELECT id, phones.rawNumber, phones.number FROM contacts WHERE phones.rawNumber = '15017122661' OR phones.rawNumber = '5017122661'"
	if query := s.Recorded()[0].Query; query != want {
		t.Errorf("query = %s", query)
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	for _, body := range []string{`{}`, `{"items":[{"rows":[["1","15017122661"]]}]}`, `{"items":[{"rows":[["one","15017122661","+15017122661"]]}]}`} {
		s := newSite(t, nil)
		s.Fail(b2ctest.Fault{Status: 200, Body: body})
		if contact, err := s.client.FindContactByPhone(t.Context(), number); err == nil {
			t.Errorf("%s: found %v and no error", body, contact)
		}
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
