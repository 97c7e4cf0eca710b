package smoke

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// samplesOf are the samples of the APIs that event-to-incident knows. Of another API's
// events only the stack's mappings know what they look like.
var samplesOf = map[string]string{
	"troubleTicket":             "trouble-ticket-created.json",
	"productOrderingManagement": "product-order-failed.json",
	"customerBillManagement":    "customer-bill-created.json",
}

// event is one that the application of a listener posts.
type event struct {
	*smoke
	listener settings.Listener
	url      string
	body     []byte
}

// eventFlow has an event become an incident, and those refused who do not prove to be the
// application.
func (s *smoke) eventFlow(listener settings.Listener) (flow, error) {
	url, err := s.outputs.Text("eventsWebhookUrl")
	if err != nil {
		return flow{}, err
	}
	e := &event{smoke: s, listener: listener, url: url + "/" + listener.APIName, body: []byte("{}")}
	f := flow{name: listener.APIName + " " + listener.APIVersion}
	key, untried, err := e.sample()
	switch {
	case err != nil:
		return flow{}, err
	case untried != "":
		s.untried(f.name+": an event is taken", untried)
	default:
		f.find = s.byKey(s.settings.EventToIncident.Config, key)
		f.checks = []check{{"an event is taken", e.taken}, {"the incident is there", s.finds(f.find, "with the key "+key)}}
	}
	f.checks = append(f.checks, check{"without credentials an event is refused", e.refusedWithout}, check{"with wrong ones it is, too", e.refusedWith})
	return f, nil
}

// sample makes the event of the sample of its API, and returns the key by which the function
// finds its incident, or why there is none that could be told from others.
func (e *event) sample() (key, untried string, err error) {
	name, known := samplesOf[e.listener.APIName]
	if !known {
		return "", "there is no sample of this API's events", nil
	}
	id := e.newKey()
	body, err := e.samples.Event(name, id)
	if err != nil {
		return "", "", err
	}
	s := e.settings.EventToIncident
	mapped, err := tmf.ParseSettings(string(s.Mappings), string(s.Statuses), string(s.Severities))
	if err != nil {
		return "", "", err
	}
	read, err := tmf.Parse(body)
	if err != nil {
		return "", "", err
	}
	entity, err := mapped.Entity(e.listener.APIName, read)
	switch {
	case err != nil:
		return "", fmt.Sprintf("the stack's mappings do not fit the sample %s: %v", name, err), nil
	case entity.ID != id:
		return "", fmt.Sprintf("by the stack's mappings, every event of the sample %s is of the same incident", name), nil
	}
	e.body = body
	return entity.Key(), "", nil
}

func (e *event) taken(ctx context.Context) error {
	header, err := e.credentials(ctx)
	if err != nil {
		return err
	}
	return e.post(ctx, "the event", header, statusOf(e.listener.APIVersion))
}

// statusOf is how an event is taken: version 5 of TM Forum's APIs wants 204, those before
// it 201. A version is v and a number (infra/settings).
func statusOf(apiVersion string) int {
	if n, err := strconv.Atoi(strings.TrimPrefix(apiVersion, "v")); err == nil && n >= 5 {
		return http.StatusNoContent
	}
	return http.StatusCreated
}

func (e *event) refusedWithout(ctx context.Context) error {
	return e.post(ctx, "an event without credentials", nil, http.StatusUnauthorized)
}

func (e *event) refusedWith(ctx context.Context) error {
	header, err := e.wrongCredentials(ctx)
	if err != nil {
		return err
	}
	return e.post(ctx, "an event with wrong credentials", header, http.StatusUnauthorized)
}

func (e *event) post(ctx context.Context, what string, header http.Header, want int) error {
	l := letter{what: what, url: e.url, header: header, body: e.body, want: want}
	if e.listener.OidcClientCredentials != nil {
		l.proof = "are issuers, audiences and verifyClaims those of the application's tokens, and does the identity provider show the keys at jwksUri to anybody?"
	}
	return e.send(ctx, l)
}
