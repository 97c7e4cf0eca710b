package gateway

import (
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The SDK's names of a specification's parts say where each one stands; these say what it is.
type (
	policies       = oci.DeploymentSpecificationRequestPoliciesArgs
	authentication = oci.DeploymentSpecificationRequestPoliciesAuthenticationArgs
	rateLimiting   = oci.DeploymentSpecificationRequestPoliciesRateLimitingArgs
	cors           = oci.DeploymentSpecificationRequestPoliciesCorsArgs
	logging        = oci.DeploymentSpecificationLoggingPoliciesArgs
	executionLog   = oci.DeploymentSpecificationLoggingPoliciesExecutionLogArgs
	route          = oci.DeploymentSpecificationRouteArgs
	backend        = oci.DeploymentSpecificationRouteBackendArgs
	routePolicies  = oci.DeploymentSpecificationRouteRequestPoliciesArgs
	authorization  = oci.DeploymentSpecificationRouteRequestPoliciesAuthorizationArgs
	bodyValidation = oci.DeploymentSpecificationRouteRequestPoliciesBodyValidationArgs
	bodyContent    = oci.DeploymentSpecificationRouteRequestPoliciesBodyValidationContentArgs
)

// specification is the deployment's routes and what a request must pass.
func specification(args Args) *oci.DeploymentSpecificationArgs {
	var routes []*route
	for _, endpoint := range args.Settings.Endpoints {
		routes = append(routes, endpointRoute(endpoint, args.Functions.EndpointIDs[endpoint.Name]))
	}
	return &oci.DeploymentSpecificationArgs{
		RequestPolicies: requestPolicies(args),
		Routes:          routes,
		// The logs themselves are the Logging service's; the level decides what reaches them.
		LoggingPolicies: &logging{ExecutionLog: &executionLog{LogLevel: pulumi.String("INFO")}},
	}
}

func requestPolicies(args Args) *policies {
	// Parameters of a custom authorizer may come from headers, the query, the host and a client certificate.
	// API Gateway: "Using authorizer functions", multi-argument.
	result := &policies{
		Authentication: &authentication{
			Type:       pulumi.String("CUSTOM_AUTHENTICATION"),
			FunctionId: args.Functions.AuthorizerID,
			Parameters: pulumi.StringMap{
				"secret_header":  pulumi.String("request.headers[X-Webhook-Secret]"),
				"secret_query":   pulumi.String("request.query[secret]"),
				"client_address": pulumi.String("request.headers[X-Real-IP]"),
			},
			CacheKeys: pulumi.ToStringArray([]string{"secret_header", "secret_query", "client_address"}),
		},
		RateLimiting: &rateLimiting{
			RateInRequestsPerSecond: pulumi.Int(args.Settings.RateLimit.RequestsPerSecond),
			RateKey:                 pulumi.String(args.Settings.RateLimit.Key),
		},
	}
	if c := args.Settings.Cors; len(c.AllowedOrigins) > 0 {
		result.Cors = corsPolicy(c)
	}
	return result
}

func corsPolicy(c settings.Cors) *cors {
	return &cors{
		AllowedOrigins:            pulumi.ToStringArray(c.AllowedOrigins),
		AllowedMethods:            some(c.AllowedMethods),
		AllowedHeaders:            some(c.AllowedHeaders),
		ExposedHeaders:            some(c.ExposedHeaders),
		IsAllowCredentialsEnabled: pulumi.Bool(c.IsAllowCredentials),
		MaxAgeInSeconds:           pulumi.Int(c.MaxAgeInSeconds),
	}
}

// some is a list, or nothing: OCI does not return an empty one, which would look like drift.
func some(texts []string) pulumi.StringArrayInput {
	if len(texts) == 0 {
		return nil
	}
	return pulumi.ToStringArray(texts)
}

// endpointRoute leads a path to its function, for bodies that a webhook sends: JSON, or a form as Twilio has it.
func endpointRoute(endpoint settings.Endpoint, function pulumi.IDOutput) *route {
	var contents []*bodyContent
	for _, mediaType := range []string{"application/json", "application/x-www-form-urlencoded"} {
		contents = append(contents, &bodyContent{
			MediaType: pulumi.String(mediaType), ValidationType: pulumi.String("NONE"),
		})
	}
	return &route{
		Path:    pulumi.String(endpoint.Path),
		Methods: pulumi.ToStringArray(endpoint.Methods),
		Backend: &backend{Type: pulumi.String("ORACLE_FUNCTIONS_BACKEND"), FunctionId: function},
		RequestPolicies: &routePolicies{
			Authorization: &authorization{Type: pulumi.String("AUTHENTICATION_ONLY")},
			BodyValidation: &bodyValidation{
				Required:       pulumi.Bool(true),
				Contents:       contents,
				ValidationMode: pulumi.String("ENFORCING"),
			},
		},
	}
}
