package b2c_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
)

func TestFindContactByEmail(t *testing.T) {
	tests := []struct {
		name      string
		stored    []string // contacts from 101 on
		addresses []string
		want      int64 // 0 for none
	}{
		{"nobody", nil, []string{"ann@a.example"}, 0},
		{"another address", []string{"bob@a.example"}, []string{"ann@a.example"}, 0},
		{"the same", []string{"ann@a.example"}, []string{"ann@a.example"}, 101},
		{"in another case", []string{"ann@a.example"}, []string{"Ann@A.Example"}, 101},
		{"stored in another case", []string{"Ann@A.Example"}, []string{"ann@a.example"}, 101},
		{"the first address that somebody has", []string{"ann@a.example", "bob@a.example"}, []string{"eve@a.example", "bob@a.example", "ann@a.example"}, 102},
		{"of several that share it, the oldest", []string{"ann@a.example", "ANN@a.example"}, []string{"ann@a.example"}, 101},
		{"of addresses and what is none", []string{"ann@a.example"}, []string{"", "ann", "o'hara@a.example", "ann@a.example"}, 101},
		{"with a tag", []string{"ann.b_c-d+sms@mail.a.example"}, []string{"ann.b_c-d+sms@mail.a.example"}, 101},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, nil)
			for _, stored := range test.stored {
				s.AddContactWithEmail(stored)
			}
			contact, err := s.client.FindContactByEmail(t.Context(), test.addresses)
			if err != nil || (contact == nil) != (test.want == 0) || contact != nil && contact.ID != test.want {
				t.Errorf("found %v, %v; want %d", contact, err, test.want)
			}
			s.expectCalls(t, "GET queryResults")
		})
	}
}

func TestEmailQuery(t *testing.T) {
	s := newSite(t, nil)
	if _, err := s.client.FindContactByEmail(t.Context(), []string{"Ann@a.example", "bob@a.example"}); err != nil {
		t.Fatal(err)
	}
	want := "SELECT id, emails.address FROM contacts WHERE emails.address = 'Ann@a.example' OR emails.address = 'ann@a.example' OR emails.address = 'bob@a.example'"
	if query := s.Recorded()[0].Query; query != want {
		t.Errorf("query = %s", query)
	}
}

// TestEmailQueryIsShort: an event may name everybody, but a URL cannot.
func TestEmailQueryIsShort(t *testing.T) {
	s := newSite(t, nil)
	var everybody []string
	for i := range 1000 {
		everybody = append(everybody, fmt.Sprintf("Somebody%d.%s@%sexample", i, strings.Repeat("x", 40), strings.Repeat("Y.", 90)))
	}
	if _, err := s.client.FindContactByEmail(t.Context(), everybody); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Recorded()[0].Query); n > 6<<10 || !strings.Contains(s.Recorded()[0].Query, "Somebody9.") {
		t.Errorf("the query has %d bytes", n)
	}
}

func TestQueryTakesPlainAddressesOnly(t *testing.T) {
	s := newSite(t, nil)
	for _, address := range []string{
		"", "@", "ann", "ann@", "@a.example", "ann@localhost", "ann@a.example ", "ann@a..example", "ann@a.example\n", "an n@a.example", "ann@bob@a.example",
		"' OR id > 0 --@a.example", "'@a.example", "ann@a.example' OR '1' = '1", `ann\@a.example`, `"ann"@a.example`, "ann@a.example;DELETE", "a%@a.example",
		"änn@a.example", "ann@ä.example", "\u212aate@a.example", strings.Repeat("a", 65) + "@a.example", "ann@" + strings.Repeat("a.", 130) + "example",
	} {
		if contact, err := s.client.FindContactByEmail(t.Context(), []string{address}); contact != nil || err != nil {
			t.Errorf("%q: found %v, %v", address, contact, err)
		}
	}
	s.expectCalls(t)
}

// TestAlikeAddresses: what a site takes for the same is another's address all the same.
func TestAlikeAddresses(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 200, Body: `{"items":[{"rows":[["101","jos\u00e9@a.example"],["102","\u212aate@a.example"],["103",null],["104","JOSE@a.example"]]}]}`})
	if contact, err := s.client.FindContactByEmail(t.Context(), []string{"kate@a.example", "jose@a.example"}); err != nil || contact == nil || contact.ID != 104 {
		t.Errorf("found %v, %v; want 104", contact, err)
	}
	for _, body := range []string{`{"items":[{"rows":[["101"]]}]}`, `{"items":[{"rows":[["one","jose@a.example"]]}]}`} {
		s.Fail(b2ctest.Fault{Status: 200, Body: body})
		if contact, err := s.client.FindContactByEmail(t.Context(), []string{"jose@a.example"}); err == nil {
			t.Errorf("%s: found %v and no error", body, contact)
		}
	}
}

func TestErrorsTellNoAddress(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 400, Body: b2ctest.Problem(nil, 400, "OSC-CREST-00007", "near emails.address = 'ann@a.example' at ann@a.example")})
	_, err := s.client.FindContactByEmail(t.Context(), []string{"ann@a.example"})
	if err == nil || strings.Contains(err.Error(), "ann") || !strings.Contains(err.Error(), "near emails.address") {
		t.Errorf("error = %v", err)
	}
}

func TestDeskFindsContactsByEmail(t *testing.T) {
	server, _ := newDesk(t)
	for i, emails := range []string{`{"address":"ann@a.example","addressType":{"id":0}},{"address":"Ann.Smith@b.example","addressType":{"id":1}}`, `{"address":"bob@a.example","addressType":{"id":0}}`} {
		post(t, server, "contacts", fmt.Sprintf(`{"name":{"first":"Contact %d"},"emails":[%s]}`, i+1, emails))
	}
	client := deskClient(t, server)
	for address, want := range map[string]int64{"ann@a.example": 1, "ANN.SMITH@b.example": 1, "bob@a.example": 2, "eve@a.example": 0} {
		contact, err := client.FindContactByEmail(t.Context(), []string{address})
		if err != nil || (contact == nil) != (want == 0) || contact != nil && contact.ID != want {
			t.Errorf("%s: found %v, %v; want %d", address, contact, err, want)
		}
	}
}

// post creates what the client under test does not.
func post(t *testing.T, server *httptest.Server, collection, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/services/rest/connect/latest/"+collection, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth("cxbridge", "correct horse")
	request.Header.Set("OSvC-CREST-Application-Context", "cxbridge")
	request.Header.Set("Content-Type", "application/json")
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		t.Fatalf("creating in %s: status %d", collection, answer.StatusCode)
	}
}
