package gateway

import (
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The SDK's names of a specification's parts say where each one stands; these say what it is.
type (
	policies              = oci.DeploymentSpecificationRequestPoliciesArgs
	rateLimiting          = oci.DeploymentSpecificationRequestPoliciesRateLimitingArgs
	cors                  = oci.DeploymentSpecificationRequestPoliciesCorsArgs
	logging               = oci.DeploymentSpecificationLoggingPoliciesArgs
	executionLog          = oci.DeploymentSpecificationLoggingPoliciesExecutionLogArgs
	route                 = oci.DeploymentSpecificationRouteArgs
	backend               = oci.DeploymentSpecificationRouteBackendArgs
	routePolicies         = oci.DeploymentSpecificationRouteRequestPoliciesArgs
	authorization         = oci.DeploymentSpecificationRouteRequestPoliciesAuthorizationArgs
	headerTransformations = oci.DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsArgs
	setHeaders            = oci.DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersArgs
	setHeader             = oci.DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersItemArgs
	bodyValidation        = oci.DeploymentSpecificationRouteRequestPoliciesBodyValidationArgs
	bodyContent           = oci.DeploymentSpecificationRouteRequestPoliciesBodyValidationContentArgs
)

// specification is the deployment's routes and what a request must pass.
func specification(args Args) *oci.DeploymentSpecificationArgs {
	var routes []*route
	for _, endpoint := range args.Settings.Endpoints {
		routes = append(routes, endpointRoute(endpoint, args.Functions.EndpointIDs[endpoint.Name]))
	}
	if args.Settings.HasEventFlow() {
		routes = append(routes, eventsRoute(*args.Functions.EventToIncidentID))
	}
	return &oci.DeploymentSpecificationArgs{
		RequestPolicies: requestPolicies(args),
		Routes:          routes,
		// The logs themselves are the Logging service's; the level decides what reaches them.
		LoggingPolicies: &logging{ExecutionLog: &executionLog{LogLevel: pulumi.String("INFO")}},
	}
}

func requestPolicies(args Args) *policies {
	result := &policies{
		RateLimiting: &rateLimiting{
			RateInRequestsPerSecond: pulumi.Int(args.Settings.RateLimit.RequestsPerSecond),
			RateKey:                 pulumi.String(args.Settings.RateLimit.Key),
		},
	}
	authenticate(result, args)
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
	return functionRoute(endpoint.Path, endpoint.Methods, function, "application/json", "application/x-www-form-urlencoded")
}

// functionRoute leads a path to a function, for bodies of some types.
func functionRoute(path string, methods []string, function pulumi.IDOutput, mediaTypes ...string) *route {
	var contents []*bodyContent
	for _, mediaType := range mediaTypes {
		contents = append(contents, &bodyContent{
			MediaType: pulumi.String(mediaType), ValidationType: pulumi.String("NONE"),
		})
	}
	return &route{
		Path:    pulumi.String(path),
		Methods: pulumi.ToStringArray(methods),
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
