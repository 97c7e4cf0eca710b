package desk_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
)

// caller makes a call as the account; headers come in pairs.
type caller func(method, path, body, contentType string, headers ...string) *httptest.ResponseRecorder

// fuzzApplication is a desk that is called without a network, and the path of one
// registration.
func fuzzApplication(f *testing.F, lenient bool) (call caller, one string) {
	fidelity := with(desk.Options{}, func(f *desk.Fidelity) { f.LenientRegistrations, f.DuplicateListenerRefused = lenient, false }).Fidelity
	d, err := desk.New(desk.Options{
		Path: desk.Memory, User: user, Password: password, Clock: noon, Fidelity: fidelity,
		Clients: []cxif.Client{{ID: "events", Secret: "s", Audience: audience, Scopes: []string{"events"}}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { d.Close() })
	call = func(method, path, body, contentType string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.SetBasicAuth(user, password)
		r.Header.Set("Content-Type", contentType)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, r)
		return w
	}
	var made struct{ ID string }
	body := call("POST", registrations, registration(listenerURL, "", basicAuth), "").Body.Bytes()
	if err := json.Unmarshal(body, &made); err != nil {
		f.Fatal(err)
	}
	return call, registrations + "/" + made.ID
}

// FuzzRegistration: whatever is sent is taken or refused, and what is taken is shown
// again as it was taken, without its secrets.
func FuzzRegistration(f *testing.F) {
	for _, name := range []string{"registration-guide.json", "registration-slips.txt"} {
		text, err := os.ReadFile(filepath.Join("testdata/cxif", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), name != "registration-guide.json")
	}
	f.Add(registration(listenerURL, `/eventType eq "X"`, basicAuth), false)
	f.Add(`{"type":"internal","listener-locality":{"internal-listener":{}}}`, false)
	strict, _ := fuzzApplication(f, false)
	lenient, _ := fuzzApplication(f, true)
	f.Fuzz(func(t *testing.T, body string, slips bool) {
		call := strict
		if slips {
			call = lenient
		}
		w := call("POST", registrations, body, "application/json")
		switch w.Code {
		case 400, 413, 501:
			return
		case 201:
		default:
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		location := w.Header().Get("Location")
		if got := call("GET", location, "", ""); got.Code != 200 || got.Body.String() != w.Body.String() {
			t.Errorf("%d %s\nand before %s", got.Code, got.Body, w.Body)
		}
		if got := call("DELETE", location, "", ""); got.Code != 204 {
			t.Errorf("%d %s", got.Code, got.Body)
		}
	})
}

// FuzzPatch: a patch is applied or refused, and what is there afterwards can be read
// and is what was answered.
func FuzzPatch(f *testing.F) {
	for _, seed := range []string{
		`[{"op":"replace","path":"/affiliated-apis/0/query","value":"/eventType eq \"B\""}]`, `[{"op":"remove","path":"/affiliated-apis/0"}]`,
		`[{"op":"copy","from":"/affiliated-apis/0","path":"/affiliated-apis/-"}]`, `[{"op":"move","from":"/type","path":"/affiliated-apis/0/query"}]`,
		`[{"op":"test","path":"` + password0 + `","value":null}]`, `[{"op":"add","path":"","value":null}]`, `[{"op":"test","path":"/~2","value":{}}]`,
		`[{"op":"add","path":"/listener-locality","value":null}]`, `[null]`, `[{"path":"x","op":"remove"}]`,
	} {
		f.Add(seed)
	}
	call, one := fuzzApplication(f, true)
	f.Fuzz(func(t *testing.T, patch string) {
		before := call("GET", one, "", "").Body.String()
		w := call("PATCH", one, patch, "application/json-patch+json")
		after := call("GET", one, "", "")
		switch {
		case w.Code == 200 && after.Body.String() == w.Body.String():
		case (w.Code == 400 || w.Code == 501) && after.Body.String() == before:
		default:
			t.Errorf("%d %s\nbefore %s\nafter %s", w.Code, w.Body, before, after.Body)
		}
	})
}

// FuzzToken: whoever gets a token has shown the client's secret.
func FuzzToken(f *testing.F) {
	f.Add("grant_type=client_credentials&client_id=events&client_secret=s", "")
	f.Add("grant_type=client_credentials&scope=https%3A%2F%2Fgateway.example%2Fevents", "Basic ZXZlbnRzOnM=")
	f.Add("a=%zz&;", "Basic ZXZlbnRzOiV6eg==")
	call, _ := fuzzApplication(f, false)
	f.Fuzz(func(t *testing.T, body, authorization string) {
		w := call("POST", "/oauth2/v1/token", body, "application/x-www-form-urlencoded", "Authorization", authorization)
		form, _ := url.ParseQuery(body)
		_, secret, _ := (&http.Request{Header: http.Header{"Authorization": {authorization}}}).BasicAuth()
		switch {
		case w.Code == 200 && (secret == "s" || form.Get("client_secret") == "s"):
		case w.Code == 400 || w.Code == 401:
		default:
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s", w.Body)
		}
	})
}
