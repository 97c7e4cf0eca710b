package provider

import (
	"context"
	"fmt"
	"regexp"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/shared/criteria"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// faults are what is wrong with a resource's inputs.
type faults []p.CheckFailure

func (f *faults) add(property, format string, arguments ...any) {
	*f = append(*f, p.CheckFailure{Property: property, Reason: fmt.Sprintf(format, arguments...)})
}

// check decodes a resource's inputs, and refuses what the application would not take, or would never match.
func check[Args interface{ faults() faults }](ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[Args], error) {
	args, failures, err := infer.DefaultCheck[Args](ctx, req.NewInputs)
	if err == nil && len(failures) == 0 {
		failures = args.faults().known(req.NewInputs)
	}
	return infer.CheckResponse[Args]{Inputs: args, Failures: failures}, err
}

// known leaves out what is said of values that are not known yet, at a preview.
func (f faults) known(inputs property.Map) []p.CheckFailure {
	var known []p.CheckFailure
	for _, fault := range f {
		if !computed(inputs, fault.Property) {
			known = append(known, fault)
		}
	}
	return known
}

// computed tells whether a property is not known, or part of what is not.
func computed(inputs property.Map, path string) bool {
	var parsed property.Path
	if parsed.UnmarshalText([]byte(path)) != nil {
		return false
	}
	value, err := parsed.Get(property.New(inputs))
	if failure, ok := err.(property.PathApplyFailure); ok {
		value = failure.Found()
	}
	return value.IsComputed()
}

var (
	namePattern    = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	versionPattern = regexp.MustCompile(`^v[0-9]+$`)
	apiIDPattern   = regexp.MustCompile(`^[a-z0-9]{1,8}-[0-9]{1,4}$`) // CX Industries REST reference: listenerRegistrations
)

func (r ListenerRegistrationArgs) faults() faults {
	var f faults
	f.url("listenerUrl", r.ListenerUrl)
	if len(r.AffiliatedApis) == 0 {
		f.add("affiliatedApis", "at least one API is needed")
	}
	for i, api := range r.AffiliatedApis {
		f.api(fmt.Sprintf("affiliatedApis[%d]", i), api)
	}
	f.credentials(r.Basic, r.OidcClientCredentials)
	return f
}

func (h HubSubscriptionArgs) faults() faults {
	var f faults
	if _, err := client.ParseHub(h.Hub); err != nil {
		f.add("hub", "%v", err)
	}
	f.url("callback", h.Callback)
	f.query("query", h.Query)
	f.credentials(h.Basic, h.OidcClientCredentials)
	return f
}

func (f *faults) api(path string, api AffiliatedApi) {
	if !namePattern.MatchString(api.ApiName) {
		f.add(path+".apiName", "%.100q is not an API's name: letters, digits, - and _ are allowed", api.ApiName)
	}
	if !versionPattern.MatchString(api.ApiVersion) {
		f.add(path+".apiVersion", "%.100q is not a version, such as v4", api.ApiVersion)
	}
	switch {
	case api.ApiId != nil && api.ApiNumber != nil:
		f.add(path+".apiNumber", "there is apiId, too, which is the same by another name; keep one of them")
	case api.ApiId != nil:
		f.apiID(path+".apiId", *api.ApiId)
	case api.ApiNumber != nil:
		f.apiID(path+".apiNumber", *api.ApiNumber)
	default:
		f.add(path+".apiId", "apiId (or apiNumber, the same by another name) is needed")
	}
	f.query(path+".query", api.Query)
}

func (f *faults) apiID(path, id string) {
	if !apiIDPattern.MatchString(id) {
		f.add(path, "%.100q is not an API's id, such as orcl-621: up to 8 small letters and digits, -, up to 4 digits", id)
	}
}

// url keeps the URL out of the fault, as it may hold what its author should not have written there.
func (f *faults) url(path, text string) {
	if err := client.CheckURL(text); err != nil {
		f.add(path, "%v", err)
	}
}

func (f *faults) query(path string, query *string) {
	if query == nil {
		return
	}
	if _, err := criteria.Parse(*query); err != nil {
		f.add(path, "%v", err)
	}
}

// credentials checks them. One that is not known yet has been decoded to an empty struct, and counts as given.
func (f *faults) credentials(basic *Basic, oidc *OidcClientCredentials) {
	switch {
	case basic != nil && oidc != nil:
		f.add("basic", "there is oidcClientCredentials, too; keep one of them")
	case basic != nil:
		f.needed("basic.username", basic.Username)
		f.needed("basic.password", basic.Password)
	case oidc != nil:
		f.url("oidcClientCredentials.identityUri", oidc.IdentityUri)
		f.needed("oidcClientCredentials.clientId", oidc.ClientId)
		f.needed("oidcClientCredentials.clientSecret", oidc.ClientSecret)
	default:
		f.add("basic", "one of basic and oidcClientCredentials is needed: a listener must not let in everybody")
	}
}

func (f *faults) needed(path, text string) {
	if text == "" {
		f.add(path, "must not be empty")
	}
}
