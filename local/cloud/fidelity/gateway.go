package fidelity

// Gateway is what the API gateway's data plane assumes.
type Gateway struct {
	AuthorizerSeesGatewayAddress bool
	AuthorizerGetsHTTPIntent     bool
	AuthorizerErrorStatus        int
	AuthorizerUnparsableStatus   int
	AuthorizerUnauthorizedStatus int
	AuthorizerDenialsCached      bool
	MissingTokenSkipsAuthorizer  bool
	FailurePolicyCoversErrors    bool
	FailureMessageIsBody         bool
	ScopeMismatchStatus          int

	RateLimitStatus               int
	RateLimitRetryAfter           bool
	RateLimitBurst                int
	RateLimitBeforeAuthentication bool

	PreflightStatus              int
	PreflightNeedsRoute          bool
	CredentialsEchoOrigin        bool
	ValidationStatus             int
	UnsupportedMediaStatus       int
	WrongMethodStatus            int
	MostSpecificRouteFirst       bool
	OversizedHeaderStatus        int
	OversizedURIStatus           int
	ClientFunctionHeadersDropped bool
	FunctionPathDecoded          bool

	BackendUnauthorizedStatus int
	BackendThrottledStatus    int
	BackendUnavailableStatus  int
}

const (
	authorizerPage = "API Gateway: Passing Tokens / Multiple Arguments to Authorizer Functions"
	notDocumented  = "not documented"
)

func gatewayEntries() []entry {
	entries := authorizerEntries()
	entries = append(entries, trafficEntries()...)
	return append(entries, backendEntries()...)
}

func authorizerEntries() []entry {
	return []entry{
		{Switch{"AuthorizerSeesGatewayAddress", "false",
			"An authorizer's request.headers[X-Real-IP] and [X-Forwarded-For] are what the client sent, not what the gateway sets for the backend.",
			"inferred: API Gateway, Context Variables, takes values from the original request"},
			func(s *Switches) any { return &s.AuthorizerSeesGatewayAddress }},
		{Switch{"AuthorizerGetsHTTPIntent", "false",
			"An authorizer is invoked without Fn-Intent: httprequest, so a status its function writes is not seen.",
			notDocumented},
			func(s *Switches) any { return &s.AuthorizerGetsHTTPIntent }},
		{Switch{"AuthorizerErrorStatus", "502",
			"An authorizer that answers neither 200 nor 5xx is a bad gateway, as one that answers 5xx is.",
			"only 5xx is documented: " + authorizerPage},
			func(s *Switches) any { return &s.AuthorizerErrorStatus }},
		{Switch{"AuthorizerUnparsableStatus", "502",
			"A 200 answer that is not the JSON an authorizer owes is a bad gateway.",
			"the log code customAuthentication.unexpectedResponse is documented, the status is not"},
			func(s *Switches) any { return &s.AuthorizerUnparsableStatus }},
		{Switch{"AuthorizerUnauthorizedStatus", "500",
			"A gateway without a policy to invoke its authorizer answers an internal error.",
			"not documented; 500 or 502"},
			func(s *Switches) any { return &s.AuthorizerUnauthorizedStatus }},
		{Switch{"AuthorizerDenialsCached", "true",
			"An answer active: false is cached as one with active: true is.",
			"the page speaks of caching responses without distinction: " + authorizerPage},
			func(s *Switches) any { return &s.AuthorizerDenialsCached }},
		{Switch{"MissingTokenSkipsAuthorizer", "true",
			"A request without the token of a single-argument authorizer is answered 401 without a call.",
			notDocumented},
			func(s *Switches) any { return &s.MissingTokenSkipsAuthorizer }},
		{Switch{"FailurePolicyCoversErrors", "false",
			"A validation failure policy shapes answers to active: false only, not those to a failed authorizer.",
			"the page describes that case alone: " + authorizerPage},
			func(s *Switches) any { return &s.FailurePolicyCoversErrors }},
		{Switch{"FailureMessageIsBody", "false",
			"A failure policy's responseMessage is the message inside the gateway's JSON error, not the whole body.",
			notDocumented},
			func(s *Switches) any { return &s.FailureMessageIsBody }},
		{Switch{"ScopeMismatchStatus", "403",
			"A caller whose scope a route does not admit is forbidden.",
			"the denial is documented (authorization.unauthorizedRequest), the status is not"},
			func(s *Switches) any { return &s.ScopeMismatchStatus }},
	}
}

func trafficEntries() []entry {
	return []entry{
		{Switch{"RateLimitStatus", "429",
			"A request above the rate is answered Too Many Requests.",
			"API Gateway, Limiting the Number of Requests, names no status"},
			func(s *Switches) any { return &s.RateLimitStatus }},
		{Switch{"RateLimitRetryAfter", "true",
			"The header that says when to try again is Retry-After, in whole seconds.",
			"same page: a header, not which; retry-after is a protected response header"},
			func(s *Switches) any { return &s.RateLimitRetryAfter }},
		{Switch{"RateLimitBurst", "0",
			"The bucket holds as many requests as the rate admits in one second (0), not another number.",
			notDocumented},
			func(s *Switches) any { return &s.RateLimitBurst }},
		{Switch{"RateLimitBeforeAuthentication", "true",
			"Rates are limited before the authorizer is asked.",
			notDocumented},
			func(s *Switches) any { return &s.RateLimitBeforeAuthentication }},
		{Switch{"PreflightStatus", "200",
			"A CORS preflight is answered 200.",
			"API Gateway, Adding CORS Support, lists headers only"},
			func(s *Switches) any { return &s.PreflightStatus }},
		{Switch{"PreflightNeedsRoute", "false",
			"A preflight is answered on any path that some route matches, whether or not one takes OPTIONS.",
			notDocumented},
			func(s *Switches) any { return &s.PreflightNeedsRoute }},
		{Switch{"CredentialsEchoOrigin", "true",
			"With credentials allowed, allowed origin * is answered with the request's own origin, because browsers refuse * then.",
			notDocumented},
			func(s *Switches) any { return &s.CredentialsEchoOrigin }},
		{Switch{"ValidationStatus", "400",
			"A missing required header, query parameter or body is a bad request.",
			"API Gateway, Adding Request Validation, says 4xx"},
			func(s *Switches) any { return &s.ValidationStatus }},
		{Switch{"UnsupportedMediaStatus", "415",
			"A body of a media type that bodyValidation does not list is an unsupported media type.",
			"API Gateway, Adding Request Validation, says 4xx"},
			func(s *Switches) any { return &s.UnsupportedMediaStatus }},
		{Switch{"WrongMethodStatus", "405",
			"A path that routes match with other methods only is a method not allowed.",
			notDocumented},
			func(s *Switches) any { return &s.WrongMethodStatus }},
		{Switch{"MostSpecificRouteFirst", "true",
			"Of several matching routes the one with the longest literal beginning answers, not the one listed first.",
			notDocumented},
			func(s *Switches) any { return &s.MostSpecificRouteFirst }},
		{Switch{"OversizedHeaderStatus", "431",
			"Headers and URI above 8 KB together are answered 431.",
			"the limit is documented (API Gateway: Limits), the status is not"},
			func(s *Switches) any { return &s.OversizedHeaderStatus }},
		{Switch{"OversizedURIStatus", "414",
			"A URI that alone is above 8 KB is answered 414.",
			"the limit is documented (API Gateway: Limits), the status is not"},
			func(s *Switches) any { return &s.OversizedURIStatus }},
	}
}

func backendEntries() []entry {
	return []entry{
		{Switch{"ClientFunctionHeadersDropped", "true",
			"A client's own Fn-* headers do not reach a function. fdk-go would unfold Fn-Http-H-Fn-Http-H-X into X.",
			notDocumented},
			func(s *Switches) any { return &s.ClientFunctionHeadersDropped }},
		{Switch{"FunctionPathDecoded", "false",
			"The path of Fn-Http-Request-Url is as the client encoded it, not decoded.",
			"not documented; published dumps have no encoded path"},
			func(s *Switches) any { return &s.FunctionPathDecoded }},
		{Switch{"BackendUnauthorizedStatus", "500",
			"A function that does not exist or that the gateway may not invoke is an internal error to the client.",
			"the log code functionBackend.notFoundOrNotAuthorized is documented, the status is not"},
			func(s *Switches) any { return &s.BackendUnauthorizedStatus }},
		{Switch{"BackendThrottledStatus", "429",
			"A function backend that Functions throttles is passed on as Too Many Requests.",
			"the log code functionBackend.rateLimited is documented, the status is not"},
			func(s *Switches) any { return &s.BackendThrottledStatus }},
		{Switch{"BackendUnavailableStatus", "503",
			"Functions being unavailable is passed on as Service Unavailable.",
			"the log code functionBackend.serviceUnavailable is documented, the status is not"},
			func(s *Switches) any { return &s.BackendUnavailableStatus }},
	}
}
