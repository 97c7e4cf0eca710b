package settings_test

import (
	"fmt"
	"testing"

	cxif "github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
)

// What is right here, the provider must take: otherwise a stack would fail halfway, and not be told all at once.
func TestProviderTakesWhatIsRight(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	isRight := func(changes map[string]string) bool {
		_, err := settings.Decode(source(values, changes))
		return err == nil
	}
	check := func(what, text string, changes map[string]string, refused error) {
		if isRight(changes) && refused != nil {
			t.Errorf("%s %q: %v", what, text, refused)
		}
	}
	account := cxif.Auth{Basic: &cxif.Basic{Username: "u", Password: "p"}}
	for _, text := range []string{"01", "a-b_c", ".", "..", "a.b", "a~b", "a b", "é", "a/b", "%2e"} {
		_, err := cxif.New(cxif.Options{Endpoint: "https://cxif.example", Workspace: text, Auth: account})
		check("workspace", text, one("cxif", fmt.Sprintf(`{"endpoint":"https://cxif.example","username":"u","workspace":%q}`, text)), err)
	}
	for _, text := range []string{
		"/a/v4/hub", "/tmf-api/a.b/a/v4/hub", "/a.b/v4/hub", "/hub", "/v4/hub", "/../a/v4/hub", "/./a/v4/hub", "/a~/a/v4/hub", "/a/v4/hub/", "//a/v4/hub",
	} {
		_, err := cxif.ParseHub(text)
		check("hub", text, listener(right, `"apiId":""`, fmt.Sprintf(`"hub":%q`, text)), err)
	}
	for _, text := range []string{
		"https://a.example", "https://a.example:8443/b/", "HTTPS://a.example", "http://localhost:1/", "http://127.0.0.2", "http://[::1]", "http://[::ffff:127.0.0.1]",
		"http://a.example", "http://localhost.", "http://127.0.0.1.a.example", "https://u@a.example", "https://a.example/#a", "https:///a", "a.example", "ftp://a.example",
	} {
		changes := one("cxif", fmt.Sprintf(`{"endpoint":%q,"username":"u"}`, text))
		check("address", text, changes, cxif.CheckURL(text))
	}
}
