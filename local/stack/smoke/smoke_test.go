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
var line = regexp.MustCompile(`(?m)^(ok|FAILED) +(.*) \([0-9.]+m?s\)$`)

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
		"all is well":                        allIsWell,
		"two at a time":                      twoAtATime,
		"IAM settles":                        iamSettles,
		"further endpoints":                  furtherEndpoints,
		"an API of which there is no sample": noSample,
		"a stack without a secret":           noSecret,
		"nothing but what is configured":     noFlows,
		"a foundation":                       foundation,
		"interrupted":                        interrupted,
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
	_, references, _ := strings.Cut(out.String(), "incidents: ")
	if found := regexp.MustCompile(`\d{6}-\d{6} \(`).FindAllString(references, -1); len(found) != 5 || len(slices.Compact(slices.Sorted(slices.Values(found)))) != 5 {
		t.Errorf("references: %s", references)
	}
}

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
	for _, reference := range regexp.MustCompile(`\d{6}-\d{6}`).FindAllString(outOfOne.String(), -1) {
		if strings.Contains(outOfOther.String(), reference) {
			t.Errorf("both have found the incident %s", reference)
		}
	}
}

// iamSettles: what a gateway answers as long as not everybody knows of a policy passes, and
// somebody who waits is told.
func iamSettles(t *testing.T, f *fake) {
	answers := []int{http.StatusNotFound, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusBadGateway}
	var n atomic.Int32
	f.before = func(w http.ResponseWriter, path string) bool {
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
	s, _ := f.start(ample)
	base := strings.TrimSuffix(s.smsURL(), "/sms")
	s.settings.Endpoints = append(s.settings.Endpoints, settings.Endpoint{Name: "other"}, settings.Endpoint{Name: "with-parameter"})
	s.outputs["webhookUrls"] = []byte(`{"sms-to-incident":"` + base + `/sms","other":"` + base + `/other","with-parameter":"` + base + `/with/{parameter}"}`)
	if err := s.run(context.Background()); err != nil {
		t.Error(err)
	}
	if f.called("/other", true) != 1 || f.called("/with/{parameter}", true) != 0 {
		t.Errorf("called: %q", f.calls)
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

func foundation(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"foundation": "true"})
	s, _ := f.start(ample)
	if err := s.run(context.Background()); err == nil || !strings.Contains(err.Error(), "a foundation") {
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
	if diff := cmp.Diff([]string{"serviceProblem v4: with wrong ones it is, too", "serviceProblem v4: without credentials an event is refused"}, checked(out.String(), "ok")[6:]); diff != "" {
		t.Errorf("checks (-want +got): %s\n%s", diff, out)
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
	if diff := cmp.Diff(allChecks[:4], checked(out.String(), "ok")); diff != "" {
		t.Errorf("checks (-want +got): %s\n%s", diff, out)
	}
}

func interrupted(t *testing.T, f *fake) {
	ctx, interrupt := context.WithCancel(context.Background())
	f.before = func(http.ResponseWriter, string) bool { interrupt(); return false }
	f.loses = func(string) bool { return true }
	s, _ := f.start(ample)
	if err := s.run(ctx); err != context.Canceled {
		t.Errorf("err = %v", err)
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
