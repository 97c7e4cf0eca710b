//go:build engine

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// incident is what the tests look at, as the desk's REST API shows it.
type incident struct {
	ID        int64
	Subject   string
	ContactID int64
	Phone     string
	Threads   []thread
}

type thread struct {
	Text string `json:"text"`
}

// newestIncident reads the incident that was created last, with its threads
// and its contact's phone.
func (s *stack) newestIncident() incident {
	s.t.Helper()
	var list struct{ Items []struct{ ID int64 } }
	s.get("incidents?orderBy=createdTime:desc&limit=1", &list)
	if len(list.Items) == 0 {
		s.t.Fatal("the desk has no incident")
	}
	i := incident{ID: list.Items[0].ID}
	var whole struct {
		Subject        string
		PrimaryContact struct{ ID int64 }
		Threads        struct{ Items []thread }
	}
	s.get(fmt.Sprintf("incidents/%d?expand=threads", i.ID), &whole)
	var contact struct {
		Phones struct{ Items []struct{ Number string } }
	}
	s.get(fmt.Sprintf("contacts/%d?expand=phones", whole.PrimaryContact.ID), &contact)
	i.Subject, i.ContactID, i.Threads = whole.Subject, whole.PrimaryContact.ID, whole.Threads.Items
	if len(contact.Phones.Items) > 0 {
		i.Phone = contact.Phones.Items[0].Number
	}
	return i
}

// get reads a resource of the desk's REST API.
func (s *stack) get(path string, into any) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.addresses.Desk+"/services/rest/connect/latest/"+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(s.addresses.DeskUser, s.addresses.DeskPassword)
	request.Header.Set("OSvC-CREST-Application-Context", "cxbridge test")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %s, %v", path, answer.Status, err)
	}
}
