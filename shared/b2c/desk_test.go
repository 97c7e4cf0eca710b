package b2c_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/credentials"
)

// realDesk is the client of a simulated site over TLS. The site's next answer to a create is lost on the way while lose is set.
func realDesk(t *testing.T) (client *b2c.Client, lose *atomic.Bool) {
	t.Helper()
	d, err := desk.New(desk.Options{Path: filepath.Join(t.TempDir(), "desk.db"), User: "cxbridge", Password: "correct horse"})
	if err != nil {
		t.Fatal(err)
	}
	lose = &atomic.Bool{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && lose.Swap(false) {
			d.Handler().ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		d.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	s := newSite(t, func(o *b2c.Options) {
		o.Hostname = strings.TrimPrefix(server.URL, "https://")
		o.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		o.Credentials = &login{pair: credentials.Pair{User: "cxbridge", Password: "correct horse"}}
	})
	return s.client, lose
}

func TestDeskFindsContacts(t *testing.T) {
	client, lose := realDesk(t)
	create := func(number string, spellings ...string) int64 {
		t.Helper()
		contact, err := client.CreateContact(t.Context(), b2c.Contact{
			Name: b2c.PersonName{Last: "User"}, Phones: []b2c.Phone{{Number: number, PhoneType: b2c.MobilePhone()}},
		}, spellings)
		if err != nil {
			t.Fatal(err)
		}
		return contact.ID
	}
	create("+47 99 12 34 56")
	american := []string{"14799123456", "4799123456"}
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact != nil {
		t.Errorf("found %v, %v; want nobody", contact, err)
	}
	typed := create("(479) 912-3456")
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact == nil || contact.ID != typed {
		t.Errorf("found %v, %v; want %d", contact, err, typed)
	}
	lose.Store(true)
	full := create("+14799123456", american...)
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact == nil || contact.ID != full || full == typed {
		t.Errorf("found %v, %v; want %d", contact, err, full)
	}
}

func TestDeskRecognizesIncidents(t *testing.T) {
	client, lose := realDesk(t)
	contact, err := client.CreateContact(t.Context(), customer, number)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		incident := newIncident(contact.ID)
		incident.Threads = []b2c.Thread{b2c.Note(fmt.Sprintf("{\r\n\"body\": %d}\n", i))}
		lose.Store(true)
		filed, err := client.CreateIncident(t.Context(), incident)
		if err != nil {
			t.Fatal(err)
		}
		if filed.ID != int64(i+1) {
			t.Errorf("message %d became incident %d", i, filed.ID)
		}
	}
}
