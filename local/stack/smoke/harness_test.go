package smoke

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

const webhookSecret = "the-secret-of-the-test"

// fake is a stack that is up: a gateway and functions that file at a real desk.
type fake struct {
	t     *testing.T
	place *stacktest.Place
	site  *b2c.Client
	keys  jose.JSONWebKeySet // of the desk's identity provider

	admits map[string]bool                               // paths where anybody is let in
	before func(w http.ResponseWriter, path string) bool // answers in the gateway's place, and says so
	loses  func(text string) bool                        // what is taken and forgotten

	mu    sync.Mutex
	calls []string // paths with who called
}

// newFake makes the place's stack one that is up, with all flows.
func newFake(t *testing.T, place *stacktest.Place) *fake {
	t.Helper()
	place.Reset(t)
	place.SetSecret(t, "webhookSecret", webhookSecret)
	site, err := place.Target.Site(place.Config)
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{
		t: t, place: place, site: site, admits: map[string]bool{},
		before: func(http.ResponseWriter, string) bool { return false }, loses: func(string) bool { return false },
	}
	answer, err := http.Get(place.Addresses.Desk + "/admin/v1/SigningCert/jwk")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&f.keys); err != nil {
		t.Fatal(err)
	}
	gateway := httptest.NewServer(f)
	t.Cleanup(gateway.Close)
	place.Up(t, map[string]any{
		"webhookUrls":   map[string]string{"sms-to-incident": gateway.URL + "/sms"},
		"smsWebhookUrl": gateway.URL + "/sms", "eventsWebhookUrl": gateway.URL + "/events", "alarmTopicId": "ocid1.onstopic.oc1.iad.x",
	})
	return f
}

// start prepares a trial of the stack, which has little patience.
func (f *fake) start(patience time.Duration) (*smoke, *bytes.Buffer) {
	f.t.Helper()
	var out bytes.Buffer
	s, err := prepare(context.Background(), Options{Target: f.place.Target, Stack: stacktest.Stack, Out: &out, Patience: patience})
	if err != nil {
		f.t.Fatal(err)
	}
	s.pause, s.publish = 5*time.Millisecond, f.publish
	return s, &out
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	admitted := f.admitted(r)
	f.mu.Lock()
	f.calls = append(f.calls, fmt.Sprintf("%s %v", r.URL.Path, admitted))
	f.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	switch {
	case err != nil:
		f.t.Error(err)
	case f.before(w, r.URL.Path):
	case !admitted && !f.admits[r.URL.Path]:
		http.Error(w, `{"code":401,"message":"Unauthorized"}`, http.StatusUnauthorized)
	case r.URL.Path == "/sms":
		var message struct{ Body string }
		f.must(json.Unmarshal(body, &message))
		f.file(b2c.Incident{Subject: message.Body}, body)
		io.WriteString(w, `{"message":"success"}`)
	case strings.HasPrefix(r.URL.Path, "/events/"):
		f.takeEvent(w, strings.TrimPrefix(r.URL.Path, "/events/"), body)
	default:
		http.Error(w, "unprocessable", http.StatusUnprocessableEntity)
	}
}

// admitted says whether the caller shows what a gateway and an authorizer would demand.
func (f *fake) admitted(r *http.Request) bool {
	if !strings.HasPrefix(r.URL.Path, "/events/") {
		return r.Header.Get("X-Webhook-Secret") == webhookSecret
	}
	if user, password, is := r.BasicAuth(); is {
		return user == "events" && password == f.basicPassword()
	}
	token, err := jwt.ParseSigned(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return false
	}
	var claims struct {
		ClientID string `json:"client_id"`
	}
	return token.Claims(f.keys, &claims) == nil && claims.ClientID == daemon.EventsClient
}

// basicPassword is that of the listener with a password.
func (f *fake) basicPassword() string {
	var listeners []struct{ Basic struct{ Password string } }
	f.must(f.place.Config.JSON("listeners", &listeners))
	for _, l := range listeners {
		if l.Basic.Password != "" {
			return l.Basic.Password
		}
	}
	f.t.Error("no listener has a password")
	return ""
}

func (f *fake) takeEvent(w http.ResponseWriter, api string, body []byte) {
	settings, err := tmf.ParseSettings("", "", "")
	f.must(err)
	event, err := tmf.Parse(body)
	f.must(err)
	entity, err := settings.Entity(api, event)
	f.must(err)
	f.file(b2c.Incident{Subject: entity.Subject, CustomFields: key(entity.Key())}, body)
	if api == "customerBillManagement" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// publish is a topic to which the function is subscribed.
func (f *fake) publish(ctx context.Context, topic, text string) error {
	message, err := alarm.Parse([]byte(text))
	f.must(err)
	if topic != "ocid1.onstopic.oc1.iad.x" {
		return fmt.Errorf("there is no topic %s", topic)
	}
	known, err := f.site.FindIncident(context.WithoutCancel(ctx), b2c.Attribute{Package: "OCI", Name: "dedupe_key"}, message.DedupeKey)
	f.must(err)
	if known == nil {
		f.file(b2c.Incident{Subject: message.Title, CustomFields: key(message.DedupeKey)}, []byte(message.Source()))
	} else if !f.loses(message.Source()) {
		f.must(f.site.UpdateIncident(context.WithoutCancel(ctx), known.ID, b2c.IncidentChange{Threads: []b2c.Thread{b2c.Note(message.Source())}}))
	}
	return nil
}

func key(text string) b2c.CustomFields {
	return b2c.Attribute{Package: "OCI", Name: "dedupe_key"}.With(text)
}

// file creates an incident, unless that gets lost.
func (f *fake) file(incident b2c.Incident, body []byte) {
	if f.loses(string(body)) {
		return
	}
	incident.PrimaryContact.ID, incident.Threads = 1, []b2c.Thread{b2c.Note(string(body))}
	_, err := f.site.CreateIncident(context.Background(), incident)
	f.must(err)
}

// called is how often a path was called by somebody who is welcome, or is not.
func (f *fake) called(path string, admitted bool) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, call := range f.calls {
		if call == fmt.Sprintf("%s %v", path, admitted) {
			n++
		}
	}
	return n
}

func (f *fake) must(err error) {
	if err != nil {
		f.t.Error(err)
	}
}
