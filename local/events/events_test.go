package events

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/deskreader"
)

// newPublisher publishes at a desk that answers one call, whatever it is, and notes
// it as "METHOD path body".
func newPublisher(t *testing.T, status int, answer string) (p Publisher, call *string) {
	t.Helper()
	call = new(string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "u" || password != "p" {
			t.Errorf("called as %q with the password %q", user, password)
		}
		body, _ := io.ReadAll(r.Body)
		*call = r.Method + " " + r.URL.EscapedPath() + " " + string(body)
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return Publisher{Desk: deskreader.Reader{URL: server.URL, User: "u", Password: "p", Client: server.Client()}}, call
}

const oneDelivery = `{"deliveries":[{"id":"d1","registration":"r1","url":"http://l","status":201,"outcome":"delivered","attempts":1,"eventId":"e1"}]}`

func TestDeliveries(t *testing.T) {
	want := []Delivery{{ID: "d1", Registration: "r1", URL: "http://l", Status: 201, Outcome: Delivered, Attempts: 1, EventID: "e1"}}
	for name, test := range map[string]struct {
		ask  func(Publisher) ([]Delivery, error)
		want string // the call
	}{
		"Publish": {
			func(p Publisher) ([]Delivery, error) {
				return p.Publish(context.Background(), "troubleTicket", "v4", []byte(`{}`))
			},
			"POST /cxif/events/troubleTicket/v4 {}",
		},
		"Publish of a strange API": {
			func(p Publisher) ([]Delivery, error) {
				return p.Publish(context.Background(), "a/b", "../v4", []byte(`{}`))
			},
			"POST /cxif/events/a%2Fb/..%2Fv4 {}",
		},
		"Redeliver": {
			func(p Publisher) ([]Delivery, error) { return p.Redeliver(context.Background(), "d1") },
			"POST /cxif/deliveries/d1/redeliver ",
		},
		"Deliveries": {
			func(p Publisher) ([]Delivery, error) { return p.Deliveries(context.Background()) },
			"GET /cxif/deliveries ",
		},
		"Look": {
			func(p Publisher) ([]Delivery, error) { return p.Look(context.Background(), "d1") },
			"GET /cxif/deliveries/d1 ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, call := newPublisher(t, http.StatusAccepted, oneDelivery)
			got, err := test.ask(p)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if *call != test.want {
				t.Errorf("it calls %q, want %q", *call, test.want)
			}
		})
	}
}

func TestARefusedEventSaysWhy(t *testing.T) {
	p, _ := newPublisher(t, http.StatusBadRequest, `{"code":"20","reason":"Invalid body","message":"eventType is missing"}`)
	_, err := p.Publish(context.Background(), "troubleTicket", "v4", []byte(`{}`))
	var refusal *deskreader.Refusal
	if !errors.As(err, &refusal) || refusal.Status != http.StatusBadRequest || !strings.HasSuffix(err.Error(), "400 Bad Request: Invalid body eventType is missing") {
		t.Errorf("err = %v", err)
	}
}

func TestCheckNamesWhatWasNotDelivered(t *testing.T) {
	delivered := Delivery{ID: "d1", Outcome: Delivered}
	if err := Check([]Delivery{delivered}); err != nil {
		t.Error(err)
	}
	err := Check([]Delivery{delivered, {ID: "d2", URL: "http://l", Outcome: Waiting, Error: "it answered 503"}})
	if want := "the delivery d2 to http://l is waiting: it answered 503"; err == nil || err.Error() != want {
		t.Errorf("err = %v, want %s", err, want)
	}
}
