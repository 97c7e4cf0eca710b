package main

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/cxbridge/cxbridge/shared/webhook"
)

// basicPrefix is what the argument with a caller's Authorization header starts with. The rest of its name is the API whose
// events the caller wants to send.
const basicPrefix = "basic_"

// request is what the gateway sends about a call: the arguments that its deployment defines. One that the call does not have
// is missing.
type request struct {
	// API is the one whose events are to be sent, and Authorization the header with its account; "" if the gateway sent no
	// such argument.
	API           string
	Authorization values

	SecretHeader  values
	SecretQuery   values
	ClientAddress values
}

// values are an argument's: a string, or an array of them where the call has a header or parameter more than once.
type values []string

// UnmarshalJSON reads either form.
func (v *values) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*v = values{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(v))
}

// parseRequest reads a request of an authorizer with several arguments. Which of them there are says what the caller has to
// show, an account or a secret, so a request with both kinds is refused.
func parseRequest(body []byte) (request, error) {
	var envelope struct {
		Type string            `json:"type"`
		Data map[string]values `json:"data"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return request{}, errors.New("the request is not an authorizer's JSON")
	}
	if envelope.Type != "USER_DEFINED" {
		return request{}, errors.New("the request is not of type USER_DEFINED: configure the authorizer with several arguments")
	}
	r := request{
		SecretHeader:  envelope.Data["secret_header"],
		SecretQuery:   envelope.Data["secret_query"],
		ClientAddress: envelope.Data["client_address"],
	}
	for name, given := range envelope.Data {
		api, ok := strings.CutPrefix(name, basicPrefix)
		switch {
		case !ok:
		case api == "" || r.API != "" || r.showsSecret():
			return request{}, errors.New("the request has arguments of several kinds: give the authorizer either one " + basicPrefix + "<api> or secrets")
		default:
			r.API, r.Authorization = api, given
		}
	}
	return r, nil
}

// showsSecret tells whether the request has arguments for a secret, right or wrong.
func (r request) showsSecret() bool { return r.SecretHeader != nil || r.SecretQuery != nil }

// has tells whether the request holds the secret. All values are compared, whichever of them is right.
func (r request) has(secret string) bool {
	same := false
	for _, given := range append(append(values{}, r.SecretHeader...), r.SecretQuery.decoded()...) {
		same = webhook.SameSecret(given, secret) || same
	}
	return same
}

// decoded are the values of a query parameter, as they are and without their URL encoding, which the gateway leaves in
// place (API Gateway: context variables).
func (v values) decoded() values {
	all := append(values{}, v...)
	for _, given := range v {
		if plain, err := url.QueryUnescape(given); err == nil {
			all = append(all, plain)
		}
	}
	return all
}

// from tells whether none of the addresses is outside of the networks.
func (r request) from(networks webhook.Networks) bool {
	for _, address := range r.ClientAddress {
		if !networks.ContainsText(address) {
			return false
		}
	}
	return true
}
