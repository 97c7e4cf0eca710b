package demo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunShowsTheTicket(t *testing.T) {
	d, out, _ := newDemo(t, working)
	if err := d.Run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	rest := out.String()
	for _, want := range []string{ // in this order
		": delivered to http://127.0.0.1:",
		"  Unresolved\n   subject   Line drops\n",
		"          " + d.ticketID + " is new.\n             (and below that the message itself, 2 lines)\n   in a browser",
		"   without a token: 401 ",
		"   with a token whose signature is wrong: 401 ",
		"   nothing was written: the desk has no incident of the ticket " + d.ticketID + "-refused\n",
		"  Solved\n   subject   Line drops\n",
		"          " + d.ticketID + " is resolved.\n",
		"scripts/local event ",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("the demo does not show %q, or not in its place:\n%s", want, out)
		}
		rest = after
	}
	if strings.Contains(rest, "is new.") {
		t.Errorf("what was shown of the ticket is shown again:\n%s", out)
	}
	if strings.Contains(out.String(), "Of somebody else") {
		t.Errorf("an incident is shown that has nothing to do with it:\n%s", out)
	}
}

// What the function was told in the first demo it must not know in the second.
func TestASecondDemoHasAnotherTicket(t *testing.T) {
	d, out, _ := newDemo(t, working)
	seen := map[string]bool{}
	for range 2 {
		if err := d.Run(context.Background()); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, name := range []string{"trouble-ticket-created.json", "trouble-ticket-resolved.json"} {
			event, err := d.samples().Event(name, d.ticketID)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(event), "TT-1") || strings.Contains(string(event), "id-of-") || seen[string(event)] {
				t.Errorf("the event is not another one: %s", event)
			}
			seen[string(event)] = true
		}
	}
}

func TestWhatAGatewayDoesWrongIsAFailure(t *testing.T) {
	for name, test := range map[string]struct {
		gateway *fakeGateway
		want    string
	}{
		"refused and written": {&fakeGateway{leaky: true}, "step 8, the same without a token, and with a wrong one: the callers were refused, and yet the incident "},
		"a second incident":   {&fakeGateway{forgetful: true}, "step 9, the trouble ticket is resolved: the ticket TT-"},
	} {
		t.Run(name, func(t *testing.T) {
			d, out, _ := newDemoBehind(t, test.gateway, working)
			if err := d.Run(context.Background()); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("err = %v, want %q\n%s", err, test.want, out)
			}
		})
	}
}

func TestAGatewayThatLetsAnybodyInIsAFailure(t *testing.T) {
	d, out, _ := newDemo(t, working)
	open := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) }))
	defer open.Close()
	write(t, filepath.Join(d.Engine.Checkout.Root, "eventsWebhookUrl"), open.URL, 0o644)
	if err := d.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "without a token the gateway answered 201, want 401") {
		t.Errorf("err = %v\n%s", err, out)
	}
}

func TestWhatIsNoTicketsEventIsNotPublished(t *testing.T) {
	d, _, _ := newDemo(t, working)
	write(t, d.samples().Path("event-to-incident", "trouble-ticket-created.json"), `{"eventId":"e","event":{}}`, 0o644)
	if err := d.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "is no event of one entity") {
		t.Errorf("err = %v", err)
	}
}
