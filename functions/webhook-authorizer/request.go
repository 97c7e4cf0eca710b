package main

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/cxbridge/cxbridge/shared/webhook"
)

// A call is marked by one argument as one of a listener, whose API is the rest of the argument's name, or as one of an endpoint.
// The value is not used.
const (
	listenerPrefix = "listener_"
	endpointMark   = "endpoint"
)

// errArguments is for a deployment that was not made for this authorizer.
var errArguments = errors.New("the request's arguments are not an authorizer's: give it either one " + listenerPrefix +
	"<api> with authorization, or " + endpointMark + " with secret_header and secret_query, client_address with both, and no other")

// request is what the gateway sends about a call: the arguments that its deployment defines. One that the call does not have
// is missing.
type request struct {
	API           string // whose events are to be sent; "" for a call of an endpoint
	Endpoint      bool   // marked as a call of an endpoint
	Authorization values // the header with the API's account
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

// parseRequest reads a request of an authorizer with several arguments. They say what the caller has to show, an account or a
// secret, so a request with arguments of both kinds is refused, and so is one with an argument that may be a mark by another name.
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
	var r request
	for name, given := range envelope.Data {
		api, listener := strings.CutPrefix(name, listenerPrefix)
		switch {
		case name == endpointMark:
			r.Endpoint = true
		case name == "authorization":
			r.Authorization = given
		case name == "secret_header":
			r.SecretHeader = given
		case name == "secret_query":
			r.SecretQuery = given
		case name == "client_address":
			r.ClientAddress = given
		case listener && api != "" && r.API == "":
			r.API = api
		default:
			return request{}, errArguments
		}
	}
	if r.API == "" && r.Authorization != nil || r.API != "" && (r.Endpoint || r.SecretHeader != nil || r.SecretQuery != nil) {
		return request{}, errArguments
	}
	return r, nil
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
