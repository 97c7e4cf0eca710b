package smoke

import (
	"context"
	"net/http"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// secretHeader is where callers show the secret.
const secretHeader = "X-Webhook-Secret"

// smsURL is where the SMS vendor posts to; empty if the stack takes no SMS.
func (s *smoke) smsURL() string {
	url, _ := s.outputs.Text("smsWebhookUrl") // which is among webhookUrls if there is one
	return url
}

// smsFlow has an SMS become an incident, and those without the secret refused.
func (s *smoke) smsFlow(url string) (flow, error) {
	text := "smoke-" + s.newKey()
	body, err := s.samples.SMS(text)
	if err != nil {
		return flow{}, err
	}
	other, err := s.samples.SMS("smoke-refused-" + s.newKey())
	if err != nil {
		return flow{}, err
	}
	find := func(ctx context.Context) (*b2c.IncidentState, error) { return s.site.FindIncidentBySubject(ctx, text) }
	return flow{"SMS", find, append([]check{
		{"the guide's SMS is taken", s.sends(letter{what: "the SMS", url: url, header: s.withSecret(), body: body, want: http.StatusOK})},
		{"the incident is there", s.finds(find, "with the subject "+text)},
	}, s.refusals("an SMS", url, other)...)}, nil
}

// endpointFlow looks whether there is a function behind a further endpoint, which knows
// what it makes of an empty object, and that it is behind the secret.
func (s *smoke) endpointFlow(name, url string) flow {
	empty := []byte("{}")
	return flow{name: name, checks: append([]check{
		{"the endpoint answers", s.sends(letter{what: "an empty object", url: url, header: s.withSecret(), body: empty})},
	}, s.refusals("an empty object", url, empty)...)}
}

// refusals are the checks that nothing is taken from who does not show the secret.
func (s *smoke) refusals(what, url string, body []byte) []check {
	if !s.settings.Access.WebhookSecret.IsSet() {
		return nil
	}
	refused := func(how string, header http.Header) check {
		return check{how + " it is refused", s.sends(letter{what: what + " " + how, url: url, header: header, body: body, want: http.StatusUnauthorized})}
	}
	return []check{refused("without the secret", nil), refused("with a wrong secret", http.Header{secretHeader: {"wrong-" + s.newKey()}})}
}

// withSecret are the headers of a caller that is welcome.
func (s *smoke) withSecret() http.Header {
	if secret := s.settings.Access.WebhookSecret; secret.IsSet() {
		return http.Header{secretHeader: {secret.Reveal()}}
	}
	return nil
}
