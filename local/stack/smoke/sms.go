package smoke

import (
	"context"
	"net/http"
)

// secretHeader is where callers show the secret.
const secretHeader = "X-Webhook-Secret"

// smsURL is where the SMS vendor posts to; empty if the stack takes no SMS.
func (s *smoke) smsURL() string {
	url, _ := s.outputs.Text("smsWebhookUrl") // which is among webhookUrls if there is one
	return url
}

// smsFlow has an SMS become an incident, and those without the secret refused.
func (s *smoke) smsFlow(url string) flow {
	text := "smoke-" + s.newKey()
	checks := []check{
		{"the guide's SMS is taken", func(ctx context.Context) (string, error) {
			body, err := s.samples.SMS(text)
			if err != nil {
				return "", final(err)
			}
			return "", s.send(ctx, letter{what: "the SMS", url: url, header: s.withSecret(), body: body, want: http.StatusOK})
		}},
		{"the incident is there", func(ctx context.Context) (string, error) {
			incident, err := s.site.FindIncidentBySubject(ctx, text)
			incident, err = s.found(incident, err, "with the subject "+text)
			if err != nil {
				return "", err
			}
			return incident.LookupName, nil
		}},
	}
	if s.settings.Access.WebhookSecret.IsSet() {
		checks = append(checks, s.refused(url, "without the secret", nil),
			s.refused(url, "with a wrong secret", http.Header{secretHeader: {"wrong-" + s.newKey()}}))
	}
	return flow{"SMS", checks}
}

// refused is the check that an SMS is not taken with such headers.
func (s *smoke) refused(url, how string, header http.Header) check {
	return check{how + " it is refused", func(ctx context.Context) (string, error) {
		body, err := s.samples.SMS("smoke-refused-" + s.newKey())
		if err != nil {
			return "", final(err)
		}
		return "", s.send(ctx, letter{what: "an SMS " + how, url: url, header: header, body: body, want: http.StatusUnauthorized})
	}}
}

// endpointFlow looks whether there is a function behind a further endpoint, which knows
// what it makes of an empty object.
func (s *smoke) endpointFlow(name, url string) flow {
	return flow{name, []check{{"the endpoint answers", func(ctx context.Context) (string, error) {
		return "", s.send(ctx, letter{what: "an empty object", url: url, header: s.withSecret(), body: []byte("{}")})
	}}}}
}

// withSecret are the headers of a caller that is welcome.
func (s *smoke) withSecret() http.Header {
	if secret := s.settings.Access.WebhookSecret; secret.IsSet() {
		return http.Header{secretHeader: {secret.Reveal()}}
	}
	return nil
}
