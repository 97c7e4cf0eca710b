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

	"github.com/cxbridge/cxbridge/local/desk"
)

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

// TestSlowListener: who takes too long is asked again.
func TestSlowListener(t *testing.T) {
	o, clock := byHand(with(cxifOptions(t), func(f *desk.Fidelity) { f.DeliveryTimeoutMS = 50 }))
	c := start(t, o)
	l := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	t.Cleanup(l.Close)
	c.register(registration(l.URL, "", basicAuth))
	if d := c.publish(ticketCreated)[0]; d.Outcome != "waiting" || d.Status != 0 || !strings.Contains(d.Error, "deadline exceeded") || clock.waiting() != 1 {
		t.Errorf("%+v", d)
	}
}

// TestRedirectsAreNotFollowed, by the listener's credentials least of all.
func TestRedirectsAreNotFollowed(t *testing.T) {
	o, _ := byHand(cxifOptions(t))
	c, elsewhere := start(t, o), listen(t)
	l := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	t.Cleanup(l.Close)
	c.register(registration(l.URL, "", basicAuth))
	c.register(registration(elsewhere.URL, "", strings.Replace(c.oidc("events secret+"), c.url, l.URL, 1)))
	for _, d := range c.publish(ticketCreated) {
		if d.Outcome != "waiting" || !strings.Contains(d.Error, "307") {
			t.Errorf("%+v", d)
		}
	}
	if got := elsewhere.taken(); len(got) != 0 {
		t.Errorf("elsewhere came %v", got)
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

// TestCloseEndsAttempts: who waits for one is told, nothing stays open, and the
// event is delivered when the desk is back.
func TestCloseEndsAttempts(t *testing.T) {
	o := kept(t, cxifOptions(t))
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
	await(t, "all connections are closed", func() bool { return open.Load() == 0 })
	close(release)
	c = start(t, o)
	await(t, "the event is delivered", func() bool { return c.deliveries(200, "GET", "deliveries", "")[1].Outcome == "delivered" })
}
