package provider

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
)

// FuzzImportID: what is accepted is one segment of a path, and says the same when it is written again.
func FuzzImportID(f *testing.F) {
	for _, seed := range []string{"listener-registration9tx8k", "01/listener-registration9tx8k", "/troubleTicket/v4/hub/abc", "a/../b", "..", "%2e%2e", "", "/", "a\x00b", "ä"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := registrationID(text, "01"); err == nil {
			if !client.ValidID(id) || text != id && text != "01/"+id {
				t.Errorf("%q is read as %q", text, id)
			}
		}
		if hub, id, err := subscriptionID(text); err == nil {
			if !client.ValidID(id) || string(hub)+"/"+id != text {
				t.Errorf("%q is read as %q, %q", text, hub, id)
			}
		}
		for _, dangerous := range []string{"..", "?", "#", "%", " ", "\\"} {
			if id, err := registrationID(text, ""); err == nil && (id == dangerous || dangerous != ".." && strings.Contains(id, dangerous)) {
				t.Errorf("%q is accepted", text)
			}
		}
	})
}
