package registration

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/shared/criteria"
)

// Documented is only the pattern of api-id (CX Industries REST API:
// listenerRegistrations); the others are what the samples have. The URL is not
// parsed: the guide's own, http://TAXATIONGW_IP:PORT, would not pass.
var (
	apiName    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
	apiVersion = regexp.MustCompile(`^v[0-9]{1,3}$`)
	apiID      = regexp.MustCompile(`^[a-z0-9]{1,8}-[0-9]{1,4}$`)
	address    = regexp.MustCompile(`^https?://[^\s/?#@]+([/?][^\s#]*)?$`)
)

const (
	maxText = 2000 // bytes of a URL, a name or a secret
	maxAPIs = 100  // of one registration
)

// faults are what is wrong with a registration, each with its place.
type faults struct {
	list   []string
	masked bool // whether the mask is no secret
}

func (f *faults) add(place, format string, args ...any) {
	f.list = append(f.list, place+": "+fmt.Sprintf(format, args...))
}

// err is all faults as one error for the client, nil if there are none.
func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return wire.Refuse(http.StatusBadRequest, "%s", strings.Join(f.list, "; "))
}

// text demands that a text is there and is not too long.
func (f *faults) text(place, value string) {
	switch {
	case value == "":
		f.add(place, "is required")
	case len(value) > maxText:
		f.add(place, "is longer than %d bytes", maxText)
	}
}

// match demands that a text has a form.
func (f *faults) match(place, value string, form *regexp.Regexp, example string) {
	if f.text(place, value); value != "" && len(value) <= maxText && !form.MatchString(value) {
		f.add(place, "%.100q is not of the form %s, such as %s", value, form, example)
	}
}

// address demands a URL, and does not quote it: it can hold a password.
func (f *faults) address(place, value string) {
	if f.text(place, value); value != "" && len(value) <= maxText && !address.MatchString(value) {
		f.add(place, "must be like https://gateway.example/events, without a user, a password or a fragment")
	}
}

// secret is a text that nobody quotes.
func (f *faults) secret(place, value string) {
	if f.text(place, value); value == Mask && f.masked {
		f.add(place, "is what stands for the secret when it is shown; give the secret")
	}
}

// check reports everything that is wrong with a registration, as one error.
func check(r Registration, masked bool) error {
	if r.Type == "internal" || len(r.Locality.Internal) > 0 {
		return wire.Refuse(http.StatusNotImplemented, "Internal listeners are not simulated; register an external one")
	}
	f := &faults{masked: masked}
	if r.Type != "external" {
		f.add("/type", "%.40q is neither external nor internal", r.Type)
	}
	if len(r.APIs) == 0 || len(r.APIs) > maxAPIs {
		f.add("/affiliated-apis", "has %d APIs; give 1 to %d", len(r.APIs), maxAPIs)
	}
	for i, api := range r.APIs[:min(len(r.APIs), maxAPIs)] {
		f.api(fmt.Sprintf("/affiliated-apis/%d", i), api)
	}
	f.external("/listener-locality/external-listener", r.Locality.External)
	return f.err()
}

func (f *faults) api(place string, api API) {
	f.match(place+"/api-name", api.Name, apiName, "troubleTicket")
	f.match(place+"/api-version", api.Version, apiVersion, "v4")
	if api.ID != "" {
		f.match(place+"/api-id", api.ID, apiID, "orcl-621")
	}
	if api.Number != "" {
		f.match(place+"/api-number", api.Number, apiID, "orcl-621")
	}
	if api.ID != "" && api.Number != "" {
		f.add(place, "has api-id and api-number, which are the same; give one")
	}
	if api.Query != "" {
		if _, err := criteria.Parse(api.Query); err != nil {
			f.add(place+"/query", "%v", err)
		}
	}
}

func (f *faults) external(place string, external *External) {
	if external == nil {
		f.add(place, "is required")
		return
	}
	f.address(place+"/listener-url", external.URL)
	if external.Auth == nil {
		return
	}
	place += "/listener-auth"
	basic, oidc := external.Auth.Basic, external.Auth.OIDC
	if (basic == nil) == (oidc == nil) {
		f.add(place, "give one of basic and oidc-client-credentials")
	}
	if basic != nil {
		f.text(place+"/basic/username", basic.Username)
		f.secret(place+"/basic/password", basic.Password)
	}
	if oidc != nil {
		place += "/oidc-client-credentials"
		f.address(place+"/identity-uri", oidc.IdentityURI)
		f.text(place+"/client-id", oidc.ClientID)
		f.secret(place+"/client-secret", oidc.ClientSecret)
		if len(oidc.Scope) > maxText {
			f.add(place+"/scope", "is longer than %d bytes", maxText)
		}
	}
}
