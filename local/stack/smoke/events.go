package smoke

import (
	"context"
	"net/http"
	"regexp"
	"strconv"

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
	key      string // of the incident
}

// eventFlow has an event become an incident, and those refused who do not prove to be the
// application.
func (s *smoke) eventFlow(listener settings.Listener) flow {
	e := &event{smoke: s, listener: listener}
	checks := []check{{"without credentials an event is refused", e.refusedWithout}, {"with wrong ones it is, too", e.refusedWith}}
	if samplesOf[listener.APIName] != "" {
		checks = append([]check{{"an event is taken", e.taken}, {"the incident is there", e.incident}}, checks...)
	}
	return flow{listener.APIName + " " + listener.APIVersion, checks}
}

// prepare makes the event, once.
func (e *event) prepare() (err error) {
	if e.body != nil {
		return nil
	}
	url, err := e.outputs.Text("eventsWebhookUrl")
	if err != nil {
		return final(err)
	}
	e.url = url + "/" + e.listener.APIName
	sample, known := samplesOf[e.listener.APIName]
	if !known {
		e.body = []byte("{}")
		return nil
	}
	if e.body, err = e.samples.Event(sample, e.newKey()); err != nil {
		return final(err)
	}
	e.key, err = e.keyOf(e.body)
	if err != nil {
		return final(err)
	}
	return nil
}

// keyOf is the key by which the function finds the event's incident.
func (e *event) keyOf(body []byte) (string, error) {
	s := e.settings.EventToIncident
	mapped, err := tmf.ParseSettings(string(s.Mappings), string(s.Statuses), string(s.Severities))
	if err != nil {
		return "", err
	}
	read, err := tmf.Parse(body)
	if err != nil {
		return "", err
	}
	entity, err := mapped.Entity(e.listener.APIName, read)
	if err != nil {
		return "", err
	}
	return entity.Key(), nil
}

func (e *event) taken(ctx context.Context) (string, error) {
	if err := e.prepare(); err != nil {
		return "", err
	}
	header, err := e.credentials(ctx)
	if err != nil {
		return "", err
	}
	return "", e.send(ctx, letter{what: "the event", url: e.url, header: header, body: e.body, want: statusOf(e.listener.APIVersion)})
}

// version is the number in an API's version.
var version = regexp.MustCompile(`^v?(\d+)`)

// statusOf is how an event is taken: version 5 of TM Forum's APIs wants 204, those before
// it 201.
func statusOf(apiVersion string) int {
	if number := version.FindStringSubmatch(apiVersion); number != nil {
		if n, err := strconv.Atoi(number[1]); err == nil && n >= 5 {
			return http.StatusNoContent
		}
	}
	return http.StatusCreated
}

func (e *event) incident(ctx context.Context) (string, error) {
	incident, err := e.byKey(ctx, e.settings.EventToIncident.Config, e.key)
	if err != nil {
		return "", err
	}
	return incident.LookupName, nil
}

func (e *event) refusedWithout(ctx context.Context) (string, error) {
	return "", e.refused(ctx, "an event without credentials", nil)
}

func (e *event) refusedWith(ctx context.Context) (string, error) {
	header, err := e.wrongCredentials(ctx)
	if err != nil {
		return "", err
	}
	return "", e.refused(ctx, "an event with wrong credentials", header)
}

func (e *event) refused(ctx context.Context, what string, header http.Header) error {
	if err := e.prepare(); err != nil {
		return err
	}
	return e.send(ctx, letter{what: what, url: e.url, header: header, body: e.body, want: http.StatusUnauthorized})
}
