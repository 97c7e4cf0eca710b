package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

// TestRetries: an event comes again after 1, 2, 4 … seconds until the listener takes
// it or the attempts are used up.
func TestRetries(t *testing.T) {
	o, clock := byHand(cxifOptions(t))
	c, l := start(t, o), listen(t, 503, 500, 429, 307)
	c.register(registration(l.URL, "", basicAuth))
	d := c.publish(ticketCreated)[0]
	for i, pause := range []time.Duration{1, 2, 4, 8} {
		if d.Outcome != "waiting" || d.Attempts != i+1 || d.Error == "" {
			t.Fatalf("after %d attempts: %+v", i+1, d)
		}
		clock.forward(pause*time.Second - 1)
		if n := len(l.taken()); n != i+1 {
			t.Fatalf("attempt %d came early", n)
		}
		clock.forward(1)
		d = c.deliveries(200, "GET", "deliveries/"+d.ID, "")[0]
	}
	if d.Outcome != "delivered" || d.Status != 201 || d.Attempts != 5 || d.Error != "" {
		t.Errorf("%+v", d)
	}
	if clock.waiting() != 0 {
		t.Error("another attempt is planned")
	}
}

func TestWhatIsNotTriedAgain(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(*desk.Fidelity)
		answers []int
		outcome string
	}{
		{"refused", func(*desk.Fidelity) {}, []int{400}, "failed"},
		{"refused, switched", func(f *desk.Fidelity) { f.RetryRefused = true }, []int{400}, "waiting"},
		{"one attempt", func(f *desk.Fidelity) { f.DeliveryAttempts = 1 }, []int{503}, "failed"},
		{"none", func(f *desk.Fidelity) { f.DeliveryAttempts = 0 }, []int{503}, "failed"},
		{"any success", func(*desk.Fidelity) {}, []int{299}, "delivered"},
		{"no success", func(*desk.Fidelity) {}, []int{302}, "waiting"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o, _ := byHand(with(cxifOptions(t), test.change))
			c, l := start(t, o), listen(t, test.answers...)
			c.register(registration(l.URL, "", basicAuth))
			if d := c.publish(ticketCreated)[0]; d.Outcome != test.outcome || d.Status != test.answers[0] {
				t.Errorf("%+v", d)
			}
		})
	}
}

// TestWhatWaitsSurvives: a desk that ends goes on with what waits, and finds the
// listener as it is registered then.
func TestWhatWaitsSurvives(t *testing.T) {
	o, clock := byHand(kept(t, cxifOptions(t)))
	first, second := listen(t, 503), listen(t)
	var id string
	func() {
		d, err := desk.New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		s := httptest.NewServer(d.Handler())
		defer s.Close()
		c := &client{t: t, url: s.URL, http: s.Client()}
		registered := c.register(registration(first.URL, "", basicAuth))
		id = c.publish(ticketCreated)[0].ID
		c.must(200, "PUT", registrations+"/"+registered, registration(second.URL, "", basicAuth))
	}()
	if clock.waiting() != 0 {
		t.Fatal("a closed desk has planned something")
	}
	c := start(t, o)
	clock.forward(time.Second)
	d := c.deliveries(200, "GET", "deliveries/"+id, "")[0]
	if d.Outcome != "delivered" || d.Attempts != 2 || d.URL != second.URL {
		t.Errorf("%+v", d)
	}
	if got := second.taken(); len(got) != 1 || got[0].body != ticketCreated {
		t.Errorf("%v", got)
	}
}

func TestRedelivery(t *testing.T) {
	o, clock := byHand(cxifOptions(t))
	c, l := start(t, o), listen(t, 400)
	registered := c.register(registration(l.URL, "", basicAuth))
	id := c.publish(ticketCreated)[0].ID
	for attempts := 2; attempts < 5; attempts++ {
		d := c.deliveries(202, "POST", "deliveries/"+id+"/redeliver", "")[0]
		if d.ID != id || d.Outcome != "delivered" || d.Attempts != attempts || d.EventID != "e-1" {
			t.Errorf("%+v", d)
		}
	}
	if n := len(l.taken()); n != 4 {
		t.Errorf("the event came %d times", n)
	}
	l.answers = []int{503}
	c.deliveries(202, "POST", "deliveries/"+id+"/redeliver", "")
	clock.forward(time.Second)
	if d := c.deliveries(200, "GET", "deliveries", "")[0]; d.Outcome != "delivered" || d.Attempts != 6 {
		t.Errorf("%+v", d)
	}
	c.must(204, "DELETE", registrations+"/"+registered, "")
	if d := c.deliveries(202, "POST", "deliveries/"+id+"/redeliver", "")[0]; d.Outcome != "failed" || !strings.Contains(d.Error, "gone") {
		t.Errorf("%+v", d)
	}
	for _, unknown := range []string{"delivery-9", "delivery-01", "delivery-", "x", "9"} {
		c.tmf(404, "no delivery", "POST", "/cxif/deliveries/"+unknown+"/redeliver", "")
		c.tmf(404, "no delivery", "GET", "/cxif/deliveries/"+unknown, "")
	}
}

// TestParallelRedeliveries: each is an attempt, and none is lost from the count.
func TestParallelRedeliveries(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	c.register(registration(l.URL, "", c.oidc("events secret+")))
	id := c.publish(ticketCreated)[0].ID
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { c.call("POST", "/cxif/deliveries/"+id+"/redeliver", "") })
	}
	group.Wait()
	if d := c.deliveries(200, "GET", "deliveries/"+id, "")[0]; d.Attempts != 21 || len(l.taken()) != 21 {
		t.Errorf("%d attempts, %d arrived", d.Attempts, len(l.taken()))
	}
}

func TestWhoIsTold(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	for path, query := range map[string]string{
		"/all": "", "/guide": `(/eventType eq "/event/TroubleTicketCreateEvent")`,
		"/and": `/eventType eq "TroubleTicketCreateEvent" and "/event/troubleTicket/severity" eq "Minor"`,
	} {
		c.register(registration(l.URL+path, query, basicAuth))
	}
	c.must(201, "POST", registrations, strings.Replace(registration(l.URL+"/v5", "", basicAuth), "v4", "v5", 1))
	c.publish(ticketCreated)
	got := map[string]bool{}
	for _, d := range l.taken() {
		got[d.path] = true
	}
	if diff := cmp.Diff(map[string]bool{"/all": true, "/guide": true}, got); diff != "" {
		t.Error(diff)
	}
	if d := c.deliveries(202, "POST", "events/other/v4", ticketCreated); len(d) != 0 {
		t.Errorf("%v", d)
	}
	for _, body := range []string{"", "null", "[]", `"x"`, "{", "{\"a\":\"\xff\"}"} {
		c.tmf(400, "JSON object", "POST", "/cxif/events/troubleTicket/v4", body)
	}
	c.tmf(413, "larger", "POST", "/cxif/events/troubleTicket/v4", strings.Repeat(" ", 1<<20)+"{}")
}

// TestUnreachable: what was wrong is told without what is secret.
func TestUnreachable(t *testing.T) {
	o, _ := byHand(cxifOptions(t))
	c := start(t, o)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c.register(registration(gone.URL, "", basicAuth))
	c.register(registration("http://TAXATIONGW_IP:PORT", "", basicAuth))
	c.register(registration(listenerURL, "", c.oidc("a wrong secret")))
	c.register(registration(listenerURL+"/2", "", strings.Replace(c.oidc("events secret+"), c.url, gone.URL, 1)))
	want := []string{"waiting the listener did not answer", "failed the listener's URL", "waiting getting a token for the listener: " + c.url + "/oauth2/v1/token answered 401 Unauthorized invalid_client", "waiting getting a token"}
	for i, d := range c.publish(ticketCreated) {
		if got := d.Outcome + " " + d.Error; !strings.HasPrefix(got, want[i]) || d.Status != 0 || strings.Contains(fmt.Sprint(d), "secret+") || strings.Contains(d.Error, "a wrong secret") {
			t.Errorf("%d: %+v", i, d)
		}
	}
}
