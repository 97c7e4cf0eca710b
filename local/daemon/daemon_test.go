package daemon

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/cxbridge/cxbridge/local/freeports"
)

// stacks/Pulumi.local.yaml takes it for granted.
func TestContact1IsTheAlarms(t *testing.T) {
	ports := freeports.Find(t)
	d, err := Start(Options{Dir: t.TempDir(), Ports: ports, Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	request, err := http.NewRequest(http.MethodGet, URLs(ports).Desk+"/services/rest/connect/latest/contacts/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(DeskUser, DeskPassword)
	request.Header.Set("OSvC-CREST-Application-Context", "test")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var contact struct{ LookupName string }
	if err := json.NewDecoder(answer.Body).Decode(&contact); err != nil || contact.LookupName != AlarmContact {
		t.Errorf("contact 1 is %q, %v, want %q", contact.LookupName, err, AlarmContact)
	}
}
