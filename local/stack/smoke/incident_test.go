package smoke

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// unreadable: what could not be read back is not sent, and the account is refused once.
func unreadable(t *testing.T, f *fake) {
	f.place.SetSecret(t, "b2cservicePassword", "wrong-desk-password")
	s, out := f.start(ample)
	if err := s.run(context.Background()); err == nil {
		t.Error("all is well")
	}
	if failed := checked(out.String(), "FAILED"); len(failed) != 1 || failed[0] != "B2C Service: incidents can be looked for" || len(f.calls) > 0 {
		t.Errorf("failed: %q, called: %q", failed, f.calls)
	}
	if strings.Contains(out.String(), "left ") || strings.Contains(out.String(), "wrong-desk-password") {
		t.Errorf("out: %s", out)
	}
}

// unsolved: an incident that cannot be solved is no fault of the stack, and is told.
func unsolved(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"listeners": "[]", "alarms": "[]", "b2cserviceContactId": ""})
	f.plan(`{"match": {"method": "PATCH", "path": "/incidents/*"}, "fault": "unauthorized", "times": 1}`)
	s, out := f.start(ample)
	if err := s.run(context.Background()); err != nil {
		t.Error(err)
	}
	if !regexp.MustCompile(`(?m)^left    \d{6}-\d{6} \(SMS\): solve it by hand.*401`).MatchString(out.String()) || strings.Contains(out.String(), "incidents, solved") {
		t.Errorf("out: %s", out)
	}
}

// interruptedWhileSent: what has been sent is waited for, as an incident comes of it.
func interruptedWhileSent(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"listeners": "[]", "alarms": "[]", "b2cserviceContactId": ""})
	ctx, interrupt := context.WithCancel(context.Background())
	f.before = func(http.ResponseWriter, string) bool { interrupt(); return false }
	f.expectOneSolved(t, ctx)
}

// What is sent is not waited for for ever.
func TestInterruptedWait(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	lasting, end := until(ctx, time.Millisecond)
	defer end()
	if lasting.Err() != nil {
		t.Error("it has ended before the interrupt")
	}
	interrupt()
	select {
	case <-lasting.Done():
	case <-time.After(time.Minute):
		t.Error("it does not end")
	}
}

// interrupted: what is there by then is solved all the same.
func interrupted(t *testing.T, f *fake) {
	f.place.Set(t, map[string]string{"listeners": "[]", "alarms": "[]", "b2cserviceContactId": ""})
	ctx, interrupt := context.WithCancel(context.Background())
	f.before = func(_ http.ResponseWriter, path string) bool {
		if f.called("/sms", false) > 0 { // the SMS was taken before
			interrupt()
		}
		return false
	}
	f.expectOneSolved(t, ctx)
}

// expectOneSolved runs until the interrupt, and looks at the incident that there is by then.
func (f *fake) expectOneSolved(t *testing.T, ctx context.Context) {
	t.Helper()
	s, out := f.start(ample)
	if err := s.run(ctx); err != context.Canceled {
		t.Errorf("err = %v", err)
	}
	found := reference.FindAllString(out.String(), -1)
	if len(found) != 1 {
		t.Fatalf("out: %s", out)
	}
	f.expectSolved(found[0])
}

// expectSolved looks at an incident, which is told that there is nothing to do.
func (f *fake) expectSolved(reference string) {
	f.t.Helper()
	desk := f.place.Addresses.Reader()
	var list struct{ Items []struct{ ID int64 } }
	query := url.Values{"q": {"lookupName = '" + reference + "'"}}
	if err := desk.Call(context.Background(), http.MethodGet, "/services/rest/connect/latest/incidents?"+query.Encode(), nil, &list); err != nil || len(list.Items) != 1 {
		f.t.Fatalf("found %v of %s, %v", list, reference, err)
	}
	incident, err := desk.Incident(context.Background(), list.Items[0].ID)
	if err != nil {
		f.t.Fatal(err)
	}
	if last := incident.Threads[len(incident.Threads)-1]; incident.Reference != reference || incident.Status != "Solved" || !strings.Contains(last.Text, "smoke test of the stack local") {
		f.t.Errorf("the incident %s is %+v", reference, incident)
	}
}

// plan plans a fault of the desk.
func (f *fake) plan(fault string) {
	f.t.Helper()
	if err := f.place.Addresses.Reader().Call(context.Background(), http.MethodPost, "/desk/faults", []byte(fault), nil); err != nil {
		f.t.Fatal(err)
	}
}
