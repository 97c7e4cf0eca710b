package smoke

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
)

// ample and scant are how patient a trial is: that of what comes true, and of what does not.
const ample, scant = time.Minute, 100 * time.Millisecond

var allChecks = []string{
	"B2C Service: incidents can be looked for",
	"SMS: the guide's SMS is taken", "SMS: the incident is there", "SMS: with a wrong secret it is refused", "SMS: without the secret it is refused",
	"alarm: it opens an incident when it fires", "alarm: the incident is told when it is over",
	"customerBillManagement v5: an event is taken", "customerBillManagement v5: the incident is there",
	"customerBillManagement v5: with wrong ones it is, too", "customerBillManagement v5: without credentials an event is refused",
	"productOrderingManagement v4: an event is taken", "productOrderingManagement v4: the incident is there",
	"productOrderingManagement v4: with wrong ones it is, too", "productOrderingManagement v4: without credentials an event is refused",
	"troubleTicket v4: an event is taken", "troubleTicket v4: the incident is there",
	"troubleTicket v4: with wrong ones it is, too", "troubleTicket v4: without credentials an event is refused",
}

// line is one of a check.
var line = regexp.MustCompile(`(?m)^(ok|FAILED) +(.*) \([0-9.hms]+\)$`)

// checked are the checks with an outcome, sorted.
func checked(out, outcome string) []string {
	var names []string
	for _, found := range line.FindAllStringSubmatch(out, -1) {
		if found[1] == outcome {
			names = append(names, found[2])
		}
	}
	slices.Sort(names)
	return names
}

func TestSmoke(t *testing.T) {
	place := stacktest.New(t, "../../..", daemon.Behaviour{})
	for name, test := range map[string]func(*testing.T, *fake){
		"all is well":                         allIsWell,
		"two at a time":                       twoAtATime,
		"IAM settles":                         iamSettles,
		"further endpoints":                   furtherEndpoints,
		"an endpoint that refuses":            endpointThatRefuses,
		"mappings that share an incident":     sharedKey,
		"a site that cannot be read":          unreadable,
		"an incident that cannot be solved":   unsolved,
		"an API of which there is no sample":  noSample,
		"a stack without a secret":            noSecret,
		"nothing but what is configured":      noFlows,
		"a foundation":                        foundation,
		"interrupted":                         interrupted,
		"interrupted while something is sent": interruptedWhileSent,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFake(t, place)) })
	}
	t.Run("failures", func(t *testing.T) { failures(t, place) })
	t.Run("publishing", func(t *testing.T) { publishing(t, newFake(t, place)) })
}

func allIsWell(t *testing.T, f *fake) {
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(allChecks, checked(out.String(), "ok")); diff != "" {
		t.Errorf("checks (-want +got): %s\n%s", diff, out)
	}
	_, references, _ := strings.Cut(out.String(), "incidents, solved: ")
	found := reference.FindAllString(references, -1)
	if len(found) != 5 || len(slices.Compact(slices.Sorted(slices.Values(found)))) != 5 {
		t.Errorf("references: %s", references)
	}
	for _, one := range found {
		f.expectSolved(one)
	}
}

// reference is an incident's.
var reference = regexp.MustCompile(`\d{6}-\d{6}`)

// Trials of several stacks on one site, here of one stack, find their own incidents.
func twoAtATime(t *testing.T, f *fake) {
	one, outOfOne := f.start(ample)
	other, outOfOther := f.start(ample)
	ended := make(chan error)
	go func() { ended <- other.run(context.Background()) }()
	if err := one.run(context.Background()); err != nil {
		t.Errorf("%v\n%s", err, outOfOne)
	}
	if err := <-ended; err != nil {
		t.Errorf("%v\n%s", err, outOfOther)
	}
	for _, one := range reference.FindAllString(outOfOne.String(), -1) {
		if strings.Contains(outOfOther.String(), one) {
			t.Errorf("both have found the incident %s", one)
		}
	}
}

// iamSettles: what a gateway answers as long as not everybody knows of a policy passes, and
// somebody who waits is told.
func iamSettles(t *testing.T, f *fake) {
	answers := []int{http.StatusNotFound, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusBadGateway}
	var n atomic.Int32
	f.before = func(w http.ResponseWriter, _ string) bool {
		i := int(n.Add(1)) - 1
		if i >= len(answers) {
			return false
		}
		w.WriteHeader(answers[i])
		return true
	}
	f.place.Set(t, map[string]string{"listeners": "[]", "alarms": "[]", "b2cserviceContactId": ""})
	s, out := f.start(ample)
	var progress bytes.Buffer
	s.progress = &progress
	var seconds atomic.Int64
	s.now = func() time.Time { return time.Unix(seconds.Add(3), 0) } // at each look
	if err := s.run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := f.called("/sms", true); got != len(answers)+1 {
		t.Errorf("the SMS was sent %d times, want %d", got, len(answers)+1)
	}
	if told := progress.String(); !strings.Contains(told, "SMS: the guide's SMS is taken: not yet") || !strings.Contains(told, "answered 429, not 200") {
		t.Errorf("told: %s", told)
	}
}

func furtherEndpoints(t *testing.T, f *fake) {
	s, out := f.start(ample)
	base := strings.TrimSuffix(s.smsURL(), "/sms")
	posts := []string{http.MethodPost}
	s.settings.Endpoints = append(s.settings.Endpoints, settings.Endpoint{Name: "other", Methods: posts},
		settings.Endpoint{Name: "with-parameter", Methods: posts}, settings.Endpoint{Name: "form", Methods: []string{http.MethodPut}})
	s.outputs["webhookUrls"] = []byte(`{"sms-to-incident":"` + base + `/sms","other":"` + base + `/other","with-parameter":"` + base + `/with/{parameter}","form":"` + base + `/form"}`)
	if err := s.run(context.Background()); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if f.called("/other", true) != 1 || f.called("/other", false) != 2 || strings.Contains(strings.Join(f.calls, " "), "/with") || strings.Contains(strings.Join(f.calls, " "), "/form") {
		t.Errorf("called: %q", f.calls)
	}
	for _, name := range []string{"with-parameter", "form"} {
		if !strings.Contains(out.String(), "-       "+name+": not tried: ") {
			t.Errorf("nothing is said of %s:\n%s", name, out)
		}
	}
	for outputs, want := range map[string]string{`{}`: "no output webhookUrls: pulumi up", `{"webhookUrls":{"sms-to-incident":"https://x"}}`: "the endpoint other"} {
		s.outputs = nil
		if err := json.Unmarshal([]byte(outputs), &s.outputs); err != nil {
			t.Fatal(err)
		}
		if err := s.run(context.Background()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err = %v, want %q", err, want)
		}
	}
}

// endpointThatRefuses: an answer of the gateway's is none of the function.
func endpointThatRefuses(t *testing.T, f *fake) {
	s, out := f.start(scant)
	base := strings.TrimSuffix(s.smsURL(), "/sms")
	s.settings.Endpoints = append(s.settings.Endpoints, settings.Endpoint{Name: "other", Methods: []string{http.MethodPost}})
	s.outputs["webhookUrls"] = []byte(`{"sms-to-incident":"` + base + `/sms","other":"` + base + `/other"}`)
	f.before = func(w http.ResponseWriter, path string) bool {
		if path == "/other" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		return path == "/other"
	}
	if err := s.run(context.Background()); err == nil {
		t.Error("all is well")
	}
	if failed := checked(out.String(), "FAILED"); len(failed) != 1 || failed[0] != "other: the endpoint answers" || !strings.Contains(out.String(), "allowedClientCidrs") {
		t.Errorf("failed: %q\n%s", failed, out)
	}
}

func foundation(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"foundation": "true", "b2cserviceHostname": "", "b2cserviceUsername": "", "b2cservicePassword": ""})
	err := Run(context.Background(), Options{Target: f.place.Target, Stack: stacktest.Stack, Out: t.Output()})
	if err == nil || !strings.Contains(err.Error(), "a foundation") {
		t.Errorf("err = %v", err)
	}
}

func noSample(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"listeners": `[{"apiName":"serviceProblem","apiVersion":"v4","apiId":"orcl-656","basic":{"username":"events","password":"a-password-of-the-test"}}]`,
		"eventToIncident": `{"mappings":[{"eventTypes":["ServiceProblemCreateEvent"],"correlationKey":"/event/serviceProblem/id"}]}`})
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if diff := cmp.Diff([]string{"serviceProblem v4: with wrong ones it is, too", "serviceProblem v4: without credentials an event is refused"}, checked(out.String(), "ok")[7:]); diff != "" {
		t.Errorf("checks (-want +got): %s\n%s", diff, out)
	}
}

// sharedKey: by mappings that know an event's incident by what is the same in every sample,
// smoke could find somebody else's.
func sharedKey(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"eventToIncident": `{"mappings":[{"eventTypes":["TroubleTicketCreateEvent"],"kind":"troubleTicket","correlationKey":"/event/troubleTicket/externalId"}]}`})
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Contains(out.String(), "troubleTicket v4: the incident") || !strings.Contains(out.String(), "-       troubleTicket v4: an event is taken: not tried: ") {
		t.Errorf("the incident of another event may have been found:\n%s", out)
	}
}

func noSecret(t *testing.T, f *fake) {
	f.place.SetSecret(t, "webhookSecret", "")
	f.admits["/sms"] = true
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil || strings.Contains(out.String(), "secret") {
		t.Errorf("%v\n%s", err, out)
	}
}

func noFlows(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"listeners": "[]", "alarms": "[]", "b2cserviceContactId": ""})
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(allChecks[:5], checked(out.String(), "ok")); diff != "" {
		t.Errorf("checks (-want +got): %s\n%s", diff, out)
	}
}

// publishing goes to a real topic.
func publishing(t *testing.T, f *fake) {
	s, _ := f.start(ample)
	credentials, err := f.place.Target.Credentials(f.place.Config)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := ons.NewNotificationControlPlaneClientWithConfigurationProvider(credentials)
	if err != nil {
		t.Fatal(err)
	}
	f.place.Target.Point(&topics.BaseClient, "oci_ons.NotificationControlPlaneClient")
	topic, err := topics.CreateTopic(context.Background(), ons.CreateTopicRequest{CreateTopicDetails: ons.CreateTopicDetails{
		CompartmentId: common.String(daemon.Compartment), Name: common.String("alarms"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.notify(context.Background(), *topic.TopicId, "{}"); err != nil {
		t.Error(err)
	}
	err = s.notify(context.Background(), "ocid1.onstopic.oc1.iad.nowhere", "{}")
	if err == nil || !strings.Contains(err.Error(), "404") || !strings.Contains(err.Error(), "ons-topics") {
		t.Errorf("err = %v", err)
	}
}
