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
