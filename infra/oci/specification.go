package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// DeploymentSpecificationArgs are a deployment's routes, and what holds for all of them.
type DeploymentSpecificationArgs struct {
	LoggingPolicies *DeploymentSpecificationLoggingPoliciesArgs `pulumi:"loggingPolicies,optional"`
	RequestPolicies *DeploymentSpecificationRequestPoliciesArgs `pulumi:"requestPolicies,optional"`
	Routes          []*DeploymentSpecificationRouteArgs         `pulumi:"routes,optional"`
}

// DeploymentSpecificationLoggingPoliciesArgs say what is logged.
type DeploymentSpecificationLoggingPoliciesArgs struct {
	ExecutionLog *DeploymentSpecificationLoggingPoliciesExecutionLogArgs `pulumi:"executionLog,optional"`
}

// DeploymentSpecificationLoggingPoliciesExecutionLogArgs say how much of a request's way through the gateway is logged.
type DeploymentSpecificationLoggingPoliciesExecutionLogArgs struct {
	LogLevel pulumi.StringPtrInput `pulumi:"logLevel,optional"`
}

// DeploymentSpecificationRequestPoliciesArgs are what a request to any route must pass.
type DeploymentSpecificationRequestPoliciesArgs struct {
	Authentication        *DeploymentSpecificationRequestPoliciesAuthenticationArgs        `pulumi:"authentication,optional"`
	Cors                  *DeploymentSpecificationRequestPoliciesCorsArgs                  `pulumi:"cors,optional"`
	DynamicAuthentication *DeploymentSpecificationRequestPoliciesDynamicAuthenticationArgs `pulumi:"dynamicAuthentication,optional"`
	RateLimiting          *DeploymentSpecificationRequestPoliciesRateLimitingArgs          `pulumi:"rateLimiting,optional"`
}

// DeploymentSpecificationRequestPoliciesAuthenticationArgs name the authorizer function and what it is told.
type DeploymentSpecificationRequestPoliciesAuthenticationArgs struct {
	CacheKeys  pulumi.StringArrayInput `pulumi:"cacheKeys,optional"`
	FunctionId pulumi.StringPtrInput   `pulumi:"functionId,optional"`
	Parameters pulumi.StringMapInput   `pulumi:"parameters,optional"`
	Type       pulumi.StringInput      `pulumi:"type"`
}

// DeploymentSpecificationRequestPoliciesCorsArgs say which pages of other origins may send requests.
type DeploymentSpecificationRequestPoliciesCorsArgs struct {
	AllowedHeaders            pulumi.StringArrayInput `pulumi:"allowedHeaders,optional"`
	AllowedMethods            pulumi.StringArrayInput `pulumi:"allowedMethods,optional"`
	AllowedOrigins            pulumi.StringArrayInput `pulumi:"allowedOrigins,optional"`
	ExposedHeaders            pulumi.StringArrayInput `pulumi:"exposedHeaders,optional"`
	IsAllowCredentialsEnabled pulumi.BoolPtrInput     `pulumi:"isAllowCredentialsEnabled,optional"`
	MaxAgeInSeconds           pulumi.IntPtrInput      `pulumi:"maxAgeInSeconds,optional"`
}

// DeploymentSpecificationRequestPoliciesRateLimitingArgs say how many requests are let through, and counted by what.
type DeploymentSpecificationRequestPoliciesRateLimitingArgs struct {
	RateInRequestsPerSecond pulumi.IntInput    `pulumi:"rateInRequestsPerSecond"`
	RateKey                 pulumi.StringInput `pulumi:"rateKey"`
}

// DeploymentSpecificationRouteArgs lead a path to a backend.
type DeploymentSpecificationRouteArgs struct {
	Backend         *DeploymentSpecificationRouteBackendArgs         `pulumi:"backend"`
	Methods         pulumi.StringArrayInput                          `pulumi:"methods,optional"`
	Path            pulumi.StringInput                               `pulumi:"path"`
	RequestPolicies *DeploymentSpecificationRouteRequestPoliciesArgs `pulumi:"requestPolicies,optional"`
}

// DeploymentSpecificationRouteBackendArgs name what answers.
type DeploymentSpecificationRouteBackendArgs struct {
	FunctionId pulumi.StringPtrInput `pulumi:"functionId,optional"`
	Type       pulumi.StringInput    `pulumi:"type"`
}

// DeploymentSpecificationRouteRequestPoliciesArgs are what a request to one route must pass besides.
type DeploymentSpecificationRouteRequestPoliciesArgs struct {
	Authorization         *DeploymentSpecificationRouteRequestPoliciesAuthorizationArgs         `pulumi:"authorization,optional"`
	BodyValidation        *DeploymentSpecificationRouteRequestPoliciesBodyValidationArgs        `pulumi:"bodyValidation,optional"`
	HeaderTransformations *DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsArgs `pulumi:"headerTransformations,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsArgs are what becomes of a request's headers.
type DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsArgs struct {
	SetHeaders *DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersArgs `pulumi:"setHeaders,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersArgs are headers that the gateway sets.
type DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersArgs struct {
	Items []*DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersItemArgs `pulumi:"items,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersItemArgs are a header that the gateway sets.
type DeploymentSpecificationRouteRequestPoliciesHeaderTransformationsSetHeadersItemArgs struct {
	IfExists pulumi.StringPtrInput   `pulumi:"ifExists,optional"`
	Name     pulumi.StringInput      `pulumi:"name"`
	Values   pulumi.StringArrayInput `pulumi:"values,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesAuthorizationArgs say whom a route lets in.
type DeploymentSpecificationRouteRequestPoliciesAuthorizationArgs struct {
	Type pulumi.StringPtrInput `pulumi:"type,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesBodyValidationArgs say which bodies a route takes.
type DeploymentSpecificationRouteRequestPoliciesBodyValidationArgs struct {
	Contents       []*DeploymentSpecificationRouteRequestPoliciesBodyValidationContentArgs `pulumi:"contents,optional"`
	Required       pulumi.BoolPtrInput                                                     `pulumi:"required,optional"`
	ValidationMode pulumi.StringPtrInput                                                   `pulumi:"validationMode,optional"`
}

// DeploymentSpecificationRouteRequestPoliciesBodyValidationContentArgs are one media type of bodies.
type DeploymentSpecificationRouteRequestPoliciesBodyValidationContentArgs struct {
	MediaType      pulumi.StringInput `pulumi:"mediaType"`
	ValidationType pulumi.StringInput `pulumi:"validationType"`
}
