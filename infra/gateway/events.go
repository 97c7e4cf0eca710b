package gateway

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type (
	dynamicAuthentication = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationArgs
	selectionSource       = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationSelectionSourceArgs
	server                = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerArgs
	serverKey             = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerKeyArgs
	serverDetail          = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailArgs
	validation            = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyArgs
	additionalValidation  = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyArgs
	claim                 = oci.DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyVerifyClaimArgs
)

// eventsPath is where the listeners' paths begin, below [PathPrefix].
const eventsPath = "/events"

// eventsRoute leads the listeners' events to their function, which learns from a header of the gateway's whose an event is:
// it must be the very text by which the proof was chosen, and how a function sees the path is not documented.
func eventsRoute(function pulumi.IDOutput) *route {
	route := functionRoute(eventsPath+"/{api}", []string{"POST"}, function, "application/json")
	route.RequestPolicies.HeaderTransformations = &headerTransformations{SetHeaders: &setHeaders{Items: []*setHeader{{
		Name: pulumi.String("X-Listener-Api"), Values: pulumi.ToStringArray([]string{"${" + selector + "}"}), IfExists: pulumi.String("OVERWRITE"),
	}}}}
	return route
}

// selector is the listener's API, in the path as it was sent.
const selector = "request.path[api]"

// byListener demands of an event what its listener's registration says, and of all other requests what endpoints demand.
// These have no parameter api. API Gateway: "Adding Multiple Authentication Servers to the same API Deployment".
func byListener(args Args) *dynamicAuthentication {
	told, keys := endpointParameters()
	endpoints := &server{
		Key: key(settings.EndpointsServer, settings.EndpointsKey),
		AuthenticationServerDetail: &serverDetail{
			Type: customAuthentication, FunctionId: args.Functions.AuthorizerID, Parameters: told, CacheKeys: keys,
		},
	}
	endpoints.Key.IsDefault = pulumi.Bool(true)
	servers := []*server{endpoints}
	for _, listener := range inOrder(args.Settings.Listeners) {
		servers = append(servers, &server{
			Key:                        key(listener.APIName, listener.APIName),
			AuthenticationServerDetail: listenerDetail(listener, args.Functions.AuthorizerID),
		})
	}
	return &dynamicAuthentication{
		SelectionSource:       &selectionSource{Type: pulumi.String("SINGLE"), Selector: pulumi.String(selector)},
		AuthenticationServers: servers,
	}
}

// inOrder puts those with accounts before those with tokens, see [authenticators].
func inOrder(listeners []settings.Listener) []settings.Listener {
	return slices.SortedFunc(slices.Values(listeners), func(a, b settings.Listener) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.APIName, b.APIName))
	})
}

func rank(l settings.Listener) int {
	if l.Basic != nil {
		return 0
	}
	return 1
}

// authenticators names the parts of the authentication that cannot be changed in place: whether there is one or a selection,
// and which servers ask the authorizer. The oci provider takes what a server leaves out from the one that stood in its place
// of the list before, and a server that asks the authorizer with several parameters leaves out what one with tokens has.
// Tokens' servers leave out nothing that another of them has, and come after.
func authenticators(s *settings.Settings) string {
	if !s.HasEventFlow() {
		return "one"
	}
	names := []string{"selected"}
	for _, listener := range inOrder(s.Listeners) {
		if listener.Basic != nil {
			names = append(names, listener.APIName)
		}
	}
	return strings.Join(names, " ")
}

func key(name, value string) *serverKey {
	return &serverKey{
		Type: pulumi.String("ANY_OF"), Name: pulumi.String(name), Values: pulumi.ToStringArray([]string{value}),
	}
}

// listenerDetail checks a token by itself, and lets the authorizer check a password. The authorizer is told which
// listener's by a parameter's name, which no request can choose. A parameter without a value is left out, so its value is what
// most requests have, the host. One without a host (HTTP/1.0) has neither this mark nor an endpoint's, and is refused.
func listenerDetail(listener settings.Listener, authorizer pulumi.IDOutput) *serverDetail {
	if client := listener.OidcClientCredentials; client != nil {
		return tokenDetail(*client)
	}
	name := "listener_" + listener.APIName
	return &serverDetail{
		Type: customAuthentication, FunctionId: authorizer,
		Parameters: pulumi.StringMap{name: host, "authorization": credentials, "client_address": clientAddress},
		CacheKeys:  pulumi.ToStringArray([]string{name, "authorization", "client_address"}),
	}
}

func tokenDetail(client settings.OidcClient) *serverDetail {
	var claims []*claim
	for _, name := range slices.Sorted(maps.Keys(client.VerifyClaims)) {
		claims = append(claims, &claim{
			Key: pulumi.String(name), Values: pulumi.ToStringArray(client.VerifyClaims[name]), IsRequired: pulumi.Bool(true),
		})
	}
	return &serverDetail{
		Type:            pulumi.String("TOKEN_AUTHENTICATION"),
		TokenHeader:     pulumi.String("Authorization"),
		TokenAuthScheme: pulumi.String("Bearer"),
		ValidationPolicy: &validation{
			Type:                    pulumi.String("REMOTE_JWKS"),
			Uri:                     pulumi.String(client.JwksURI),
			MaxCacheDurationInHours: pulumi.Int(1), // the shortest, so that a new key is known soon
			AdditionalValidationPolicy: &additionalValidation{
				Issuers:      pulumi.ToStringArray(client.Issuers),
				Audiences:    pulumi.ToStringArray(client.Audiences),
				VerifyClaims: claims,
			},
		},
	}
}
