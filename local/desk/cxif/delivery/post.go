package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
)

// try takes an event to its listener as that is registered now.
func (d *Dispatcher) try(e *entry) result {
	listener, err := d.o.Book.ByID(e.Registration)
	if err != nil {
		return result{fault: err.Error()}
	}
	if listener == nil {
		return result{fault: "the registration " + e.Registration + " is gone", final: true}
	}
	ctx, cancel := context.WithTimeout(d.ctx, time.Duration(d.o.Fidelity.DeliveryTimeoutMS)*time.Millisecond)
	defer cancel()
	external := listener.Registration.Locality.External
	r := result{url: external.URL}
	if _, err := url.Parse(external.URL); err != nil {
		r.fault, r.final = "the listener's URL is none: "+shorten(cause(err).Error()), true
		return r
	}
	r.status, err = d.post(ctx, external, e.Event)
	if err != nil {
		r.fault, r.final = shorten(err.Error()), r.status != 0 && !d.again(r.status)
	}
	return r
}

// post posts an event, and once more with a new token if the first is refused. The
// error is nil if the listener has taken it.
func (d *Dispatcher) post(ctx context.Context, to *registration.External, event string) (status int, err error) {
	for renewed := false; ; renewed = true {
		header, err := d.authorization(ctx, to.Auth)
		if err != nil {
			return 0, fmt.Errorf("getting a token for the listener: %w", err)
		}
		status, err := d.postOnce(ctx, to.URL, header, event)
		if status != http.StatusUnauthorized || renewed || to.Auth == nil || to.Auth.OIDC == nil {
			return status, err
		}
		d.tokens.forget(*to.Auth.OIDC, header)
	}
}

func (d *Dispatcher) postOnce(ctx context.Context, to, authorization, event string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(event))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "cx-industries-simulated")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := d.o.Client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("the listener did not answer: %w", cause(err))
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer)) // only to quote from; a part will do
	if response.StatusCode/100 == 2 {
		return response.StatusCode, nil
	}
	_, shown, _ := strings.Cut(authorization, " ")
	_, password, _ := request.BasicAuth()
	said := conceal(strings.Join(strings.Fields(string(body)), " "), shown, password)
	return response.StatusCode, fmt.Errorf("the listener answered %d %s", response.StatusCode, said)
}

// conceal masks secrets in what somebody says to whom they were shown.
func conceal(said string, secrets ...string) string {
	for _, secret := range secrets {
		if secret != "" {
			said = strings.ReplaceAll(said, secret, registration.Mask)
		}
	}
	return said
}

// cause leaves out the URL, which is told beside the error.
func cause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// authorization is the header that is shown to a listener.
func (d *Dispatcher) authorization(ctx context.Context, auth *registration.Auth) (string, error) {
	switch {
	case auth == nil:
		return "", nil
	case auth.Basic != nil:
		var r http.Request
		r.Header = http.Header{}
		r.SetBasicAuth(auth.Basic.Username, auth.Basic.Password)
		return r.Header.Get("Authorization"), nil
	}
	return d.tokens.header(ctx, *auth.OIDC)
}

const (
	maxAnswer = 4 << 10 // bytes read of a listener's answer
	maxShort  = 300     // characters of a text that is shown with a delivery
)

// shorten is the beginning of a text.
func shorten(text string) string {
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), maxShort)])
}
