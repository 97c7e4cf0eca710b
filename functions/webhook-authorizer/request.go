package main

import (
	"encoding/json"
	"errors"
	"net/url"

	"github.com/cxbridge/cxbridge/shared/webhook"
)

// request is what the gateway sends about a call: the arguments that its deployment defines. One that the call does not have
// is missing.
type request struct {
	SecretHeader  values `json:"secret_header"`
	SecretQuery   values `json:"secret_query"`
	ClientAddress values `json:"client_address"`
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

// parseRequest reads a request of an authorizer with several arguments.
func parseRequest(body []byte) (request, error) {
	var envelope struct {
		Type string  `json:"type"`
		Data request `json:"data"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return request{}, errors.New("the request is not an authorizer's JSON")
	}
	if envelope.Type != "USER_DEFINED" {
		return request{}, errors.New("the request is not of type USER_DEFINED: configure the authorizer with several arguments")
	}
	return envelope.Data, nil
}

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
