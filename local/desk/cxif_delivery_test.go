package desk_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
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
	o, clock := byHand(cxifOptions(t))
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

// TestCloseEndsAttempts: who waits for one is told, nothing stays open, and the
// event is delivered when the desk is back.
func TestCloseEndsAttempts(t *testing.T) {
	o := cxifOptions(t)
	o.HTTPClient = &http.Client{Transport: &http.Transport{}}
	arrived, release, open := make(chan struct{}, 2), make(chan struct{}), atomic.Int64{}
	l := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if arrived <- struct{}{}; r.URL.Path == "/hangs" {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}
	}))
	l.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	l.Start()
	t.Cleanup(l.Close)
	d, err := desk.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(d.Handler())
	t.Cleanup(s.Close)
	c := &client{t: t, url: s.URL, http: s.Client()}
	c.register(registration(l.URL+"/answers", "", basicAuth))
	c.register(registration(l.URL+"/hangs", "", basicAuth))
	told := make(chan answer, 1)
	go func() { told <- c.call("POST", "/cxif/events/troubleTicket/v4", ticketCreated) }()
	<-arrived
	<-arrived
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if a := <-told; a.status != 503 || !strings.Contains(a.body, "The desk closes") {
		t.Errorf("%d %s", a.status, a.body)
	}
	for deadline := time.Now().Add(10 * time.Second); open.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d connections are open", open.Load())
		}
	}
	close(release)
	c = start(t, o)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		list := c.deliveries(200, "GET", "deliveries", "")
		if list[1].Outcome == "delivered" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+v", list)
		}
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

// TestLateRefusal: what an attempt was told does not undo what another, which was
// made meanwhile, has achieved.
func TestLateRefusal(t *testing.T) {
	o, clock := byHand(cxifOptions(t))
	c := start(t, o)
	var calls atomic.Int64
	arrived, release := make(chan struct{}), make(chan struct{})
	l := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch calls.Add(1) {
		case 1:
			w.WriteHeader(503)
		case 2:
			close(arrived)
			<-release
			w.WriteHeader(503)
		}
	}))
	t.Cleanup(l.Close)
	c.register(registration(l.URL, "", basicAuth))
	id := c.publish(ticketCreated)[0].ID
	var late sync.WaitGroup
	late.Go(func() { clock.forward(time.Second) })
	<-arrived
	c.deliveries(202, "POST", "deliveries/"+id+"/redeliver", "")
	close(release)
	late.Wait()
	d := c.deliveries(200, "GET", "deliveries/"+id, "")[0]
	if d.Outcome != "delivered" || d.Status != 200 || d.Error != "" || d.Attempts != 3 || clock.waiting() != 0 {
		t.Errorf("%+v; %d attempts are planned", d, clock.waiting())
	}
}

// TestRetryThatIsNotNeeded: a timer that cannot be stopped any more finds the event
// delivered.
func TestRetryThatIsNotNeeded(t *testing.T) {
	o, clock := byHand(cxifOptions(t))
	o.Timer = func(d time.Duration, f func()) func() {
		clock.After(d, f)
		return func() {}
	}
	c, l := start(t, o), listen(t, 503)
	c.register(registration(l.URL, "", basicAuth))
	id := c.publish(ticketCreated)[0].ID
	c.deliveries(202, "POST", "deliveries/"+id+"/redeliver", "")
	clock.forward(time.Second)
	if n := len(l.taken()); n != 2 {
		t.Errorf("the event came %d times", n)
	}
}

// TestErrorsHaveNoSecrets, though the listener tells what it was shown.
func TestErrorsHaveNoSecrets(t *testing.T) {
	o, _ := byHand(cxifOptions(t))
	c := start(t, o)
	var shown []string
	l := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		shown = append(shown, r.Header.Get("Authorization"), password)
		w.WriteHeader(500)
		fmt.Fprintf(w, "%s is %s:%s, or not", r.Header.Get("Authorization"), user, password)
	}))
	t.Cleanup(l.Close)
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(400)
		_, secret, _ := r.BasicAuth()
		fmt.Fprintf(w, `{"error":"invalid_client","error_description":"%s is not it"}`, secret)
	}))
	t.Cleanup(provider.Close)
	c.register(registration(l.URL+"/basic", "", basicAuth))
	c.publish(ticketCreated)
	c.register(registration(l.URL+"/token", "", c.oidc("events secret+")))
	c.register(registration(l.URL+"/refused", "", `"oidc-client-credentials":{"identity-uri":"`+provider.URL+`","client-id":"c","client-secret":"hidden-secret"}`))
	shown = append(shown, "hidden-secret")
	for _, d := range c.publish(ticketCreated) {
		for _, secret := range shown {
			if _, token, _ := strings.Cut(secret, " "); secret != "" && strings.Contains(d.Error, secret) || token != "" && strings.Contains(d.Error, token) {
				t.Errorf("%q is in %q", secret, d.Error)
			}
		}
		if !strings.Contains(d.Error, "********") {
			t.Errorf("nothing stands for the secret in %q", d.Error)
		}
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
