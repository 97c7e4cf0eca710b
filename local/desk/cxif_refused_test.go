package desk_test

import (
	"net/http"
	"strings"
	"testing"
)

// tmf calls and demands an error in TM Forum's shape with a word in its message.
func (c *client) tmf(status int, word, method, path, body string, headers ...string) {
	c.t.Helper()
	a := c.must(status, method, path, body, headers...)
	var e struct {
		Code, Reason, Message, Status string
		Type                          string `json:"@type"`
	}
	a.decode(c.t, &e)
	if e.Code == "" || e.Reason != http.StatusText(status) || !strings.Contains(e.Message, word) || e.Type != "Error" {
		c.t.Errorf("%s %s %s: want %d %q, got\n%s", method, path, body, status, word, a.body)
	}
	if len(e.Message) > 2000 {
		c.t.Errorf("the message has %d bytes", len(e.Message))
	}
	for _, secret := range []string{"its secret", "events secret"} {
		if strings.Contains(e.Message, secret) {
			c.t.Errorf("the error tells the secret: %s", e.Message)
		}
	}
}

func TestRegistrationsThatAreRefused(t *testing.T) {
	c := start(t, cxifOptions(t))
	good := registration(listenerURL, "", basicAuth)
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s has no %s", good, old)
		}
		return strings.Replace(good, old, new, 1)
	}
	tests := []struct {
		name, body, word string
		status           int
	}{
		{"empty", ``, "EOF", 400},
		{"no JSON", `{`, "EOF", 400},
		{"null", `null`, "/type", 400},
		{"array", `[]`, "an array", 400},
		{"two values", good + good, "after top-level value", 400},
		{"unknown member", swap(`"type"`, `"colour":"red","type"`), "/colour is unknown", 400},
		{"unknown member inside", swap(`"username"`, `"user":"x","username"`), "basic/user is unknown", 400},
		{"long unknown member", swap(`"type"`, `"`+strings.Repeat("x", 5000)+`":1,"type"`), "is unknown", 400},
		{"other case", swap(`"type"`, `"Type"`), "/Type is unknown", 400},
		{"member twice", swap(`"type"`, `"type":"external","type"`), "/type is given twice", 400},
		{"secret twice", swap(`"password"`, `"password":"its secret","password"`), "/password is given twice", 400},
		{"wrong type", swap(`"v4"`, `4`), "/affiliated-apis/0/api-version is of the wrong type: a number", 400},
		{"bare id", swap(`"orcl-621"`, `orcl-621`), "invalid character", 400},
		{"id of one's own", swap(`"type"`, `"id":"x","type"`), "/id", 400},
		{"kind", swap(`"external"`, `"inner"`), "/type", 400},
		{"internal", swap(`"external"`, `"internal"`), "not simulated", 501},
		{"no APIs", `{"affiliated-apis":[],"type":"external","listener-locality":{"external-listener":{"listener-url":"http://x"}}}`, "/affiliated-apis", 400},
		{"no listener", `{"affiliated-apis":[{"api-name":"a","api-version":"v4"}],"type":"external","listener-locality":{}}`, "/listener-locality/external-listener: is required", 400},
		{"no name", swap(`"api-name":"troubleTicket"`, `"api-name":""`), "/affiliated-apis/0/api-name: is required", 400},
		{"name", swap(`troubleTicket`, `trouble/ticket`), "/affiliated-apis/0/api-name", 400},
		{"version", swap(`v4`, `4`), "/affiliated-apis/0/api-version", 400},
		{"id of the API", swap(`orcl-621`, `ORCL-621`), "/affiliated-apis/0/api-id", 400},
		{"id and number", swap(`"api-id"`, `"api-number":"orcl-621","api-id"`), "give one", 400},
		{"query", registration(listenerURL, "(/eventType like 1)", basicAuth), "/affiliated-apis/0/query", 400},
		{"URL", registration("gateway.example", "", basicAuth), "/listener-url", 400},
		{"URL with a password", registration("https://u:its secret@gateway.example", "", basicAuth), "/listener-url", 400},
		{"no credentials", registration(listenerURL, "", ""), "listener-auth: give one", 400},
		{"both credentials", registration(listenerURL, "", basicAuth+","+c.oidc("x")), "listener-auth: give one", 400},
		{"the mask", registration(listenerURL, "", strings.Replace(basicAuth, "its secret", "********", 1)), "/basic/password", 400},
		{"no secret", registration(listenerURL, "", c.oidc("")), "/client-secret: is required", 400},
		{"large", registration(listenerURL, "", basicAuth) + strings.Repeat(" ", 1<<20), "larger", 413},
		{"long secret", registration(listenerURL, "", c.oidc(strings.Repeat("x", 3000))), "/client-secret: is longer", 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			c.tmf(test.status, test.word, "POST", registrations, test.body)
		})
	}
	if a := c.must(200, "GET", registrations, ""); strings.TrimSpace(a.body) != "[]" {
		t.Errorf("something was registered: %s", a.body)
	}
}
