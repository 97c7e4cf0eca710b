package settings_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
)

func FuzzDecode(f *testing.F) {
	values := settingstest.Load(f, root, "local", passphrase)
	f.Add(`[{"name":"sms-to-incident","path":"/sms"}]`, `{"requestsPerSecond":1,"key":"TOTAL"}`, `["10.0.0.0/8"]`, `[]`)
	f.Add(`[{"name":"other","path":"/{a}/{b*}","config":{"k":"v"}}]`, `{}`, `[]`, values.Get("alarms"))
	f.Add(`[null]`, `null`, `null`, `[null]`)
	f.Add(`[]`, `{}`, `[]`, `[{"displayName":"A","suppression":{"timeSuppressFrom":"x"},"pendingDuration":"PT","query":"${vaultId}"}]`)
	f.Fuzz(func(t *testing.T, endpoints, rate, cidrs, alarms string) {
		s, err := settings.Decode(source(values, map[string]string{
			"endpoints": endpoints, "rateLimit": rate, "allowedClientCidrs": cidrs, "alarms": alarms,
		}))
		if err != nil {
			return
		}
		if s.RateLimit.RequestsPerSecond < 1 || len(s.Endpoints) == 0 || len(s.Access.AllowedClientCidrs) == 0 {
			t.Errorf("accepted %+v", s)
		}
		for _, endpoint := range s.Endpoints {
			if !strings.HasPrefix(endpoint.Path, "/") || strings.Contains(endpoint.Path, "//") {
				t.Errorf("accepted the path %q", endpoint.Path)
			}
		}
		for _, alarm := range s.Alarms {
			if strings.Contains(alarm.QueryFor("ocid1.vault.oc1..x"), "${") || alarm.DisplayName == "" || alarm.Severity == "" {
				t.Errorf("accepted the alarm %+v", alarm)
			}
		}
	})
}

// Whatever the listeners are, either they are refused or each has a name of its own and
// one way to be authenticated.
func FuzzDecodeListeners(f *testing.F) {
	values := settingstest.Load(f, root, "local", passphrase)
	f.Add(values.Get("listeners"), values.Get("cxif"), `{}`)
	f.Add(`[{"apiName":"a","apiVersion":"v4","hub":"/a/v4/hub","query":"(/eventType eq \"A\")","basic":{"username":"u","password":"local-events-password"}}]`,
		`{"endpoint":"http://127.0.0.1","oidcClientCredentials":{"identityUri":"https://i.example/"}}`,
		`{"b2cserviceContactId":1,"mappings":[],"statuses":{"a":"b"},"severities":null,"config":{"status_open":"x"}}`)
	f.Add(`[null]`, `null`, `[]`)
	f.Add(`[{"basic":{"password":"local-events-secret`, `"local-events-secret"`, `{"config":"local-events-secret"}`)
	f.Fuzz(func(t *testing.T, listeners, cxif, function string) {
		s, err := settings.Decode(source(values, map[string]string{
			"listeners": listeners, "cxif": cxif, "eventToIncident": function,
		}))
		if err != nil {
			return
		}
		names := map[string]bool{"": true, "endpoints": true, "cxbridge-endpoints": true}
		for _, listener := range s.Listeners {
			if name := strings.ToLower(listener.APIName); names[name] || strings.ContainsAny(name, "/%{}*") {
				t.Errorf("accepted the name %q", name)
			} else {
				names[name] = true
			}
			if (listener.Basic == nil) == (listener.OidcClientCredentials == nil) {
				t.Errorf("accepted %+v", listener)
			}
		}
		if len(s.Listeners) > 0 && !strings.HasPrefix(s.Cxif.Endpoint, "https://") && !strings.HasPrefix(s.Cxif.Endpoint, "http://") {
			t.Errorf("accepted %+v", s.Cxif)
		}
	})
}
