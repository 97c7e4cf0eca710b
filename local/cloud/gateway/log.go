package gateway

import "time"

// AccessEntry is one line of a deployment's access log (API Gateway: Logging
// page, details for access logs). A request that no deployment answers for has
// no DeploymentID.
type AccessEntry struct {
	Time               time.Time `json:"-"`
	HTTPMethod         string    `json:"httpMethod"`
	RequestURI         string    `json:"requestUri"`
	ServerProtocol     string    `json:"serverProtocol"`
	BodyBytesSent      int64     `json:"bodyBytesSent"`
	GatewayID          string    `json:"gatewayId"`
	GatewayDisplayName string    `json:"gatewayDisplayName"`
	DeploymentID       string    `json:"deploymentId"`
	HTTPUserAgent      string    `json:"httpUserAgent"`
	HTTPReferrer       string    `json:"httpReferrer"`
	Message            string    `json:"message"`
	OpcRequestID       string    `json:"opcRequestId"`
	RemoteAddr         string    `json:"remoteAddr"`
	RequestDuration    float64   `json:"requestDuration"` // seconds, to the millisecond
	Status             int       `json:"status"`
}

// ExecutionEntry is one line of a deployment's execution log (same page,
// details for execution logs).
type ExecutionEntry struct {
	Time         time.Time `json:"-"`
	Code         string    `json:"code"`  // for example functionBackend.timeout
	Level        string    `json:"level"` // INFO, WARN or ERROR
	Message      string    `json:"message"`
	GatewayID    string    `json:"gatewayId"`
	DeploymentID string    `json:"deploymentId"`
	RoutePath    string    `json:"route,omitempty"`
	FunctionID   string    `json:"functionId,omitempty"`
	OpcRequestID string    `json:"opcRequestId"`
}

// Logger takes both logs. It is called from many goroutines.
type Logger interface {
	Access(AccessEntry)
	Execution(ExecutionEntry)
}

type discard struct{}

func (discard) Access(AccessEntry)       {}
func (discard) Execution(ExecutionEntry) {}

const (
	levelInfo  = "INFO"
	levelWarn  = "WARN"
	levelError = "ERROR"
)

// Codes of the execution log. Those of routing, validation, size, tokens and
// dynamic authentication are named in the manner of the documented ones, which
// are all the others.
const (
	codeRouting              = "routing.requestNotRouted"
	codeTooLarge             = "request.tooLarge"
	codeUnreadable           = "request.unreadable"
	codeHeaderValidation     = "headerValidation.validationFailed"
	codeQueryValidation      = "queryParameterValidation.validationFailed"
	codeBodyValidation       = "bodyValidation.validationFailed"
	codeRateDenied           = "rateLimiting.requestDenied"
	codeRatePermitted        = "rateLimiting.requestPermitted"
	codeAuthCacheMiss        = "customAuthentication.cacheMiss"
	codeAuthUnexpected       = "customAuthentication.unexpectedResponse"
	codeAuthFailed           = "customAuthentication.failedFunctionInvocation"
	codeAuthUnauthenticated  = "customAuthentication.unauthenticatedRequest"
	codeTokenCacheMiss       = "tokenAuthentication.cacheMiss"
	codeTokenKeys            = "tokenAuthentication.keysNotFetched"
	codeTokenUnauthenticated = "tokenAuthentication.unauthenticatedRequest"
	codeNoServer             = "dynamicAuthentication.noMatchingServer"
	codeUnauthorized         = "authorization.unauthorizedRequest"
	codeHTTPBackend          = "httpBackend.badGateway"
)

// log writes to the execution log what its level admits: the route's, or else
// the deployment's, or else INFO.
func (x *exchange) log(level, code, message, functionID string) {
	if x.deployment == nil || severity(level) < severity(x.logLevel()) {
		return
	}
	entry := ExecutionEntry{
		Time: x.options.Clock(), Code: code, Level: level, Message: message, FunctionID: functionID,
		GatewayID: x.options.Gateway.ID, DeploymentID: x.deployment.ID, OpcRequestID: x.id,
	}
	if x.route != nil {
		entry.RoutePath = x.route.path
	}
	x.options.Logger.Execution(entry)
}

func (x *exchange) logLevel() string {
	if x.route != nil && x.route.logLevel != "" {
		return x.route.logLevel
	}
	return x.deployment.logLevel
}

func severity(level string) int {
	switch level {
	case levelError:
		return 2
	case levelWarn:
		return 1
	}
	return 0
}
