package cloud

import (
	"context"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/logging"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// LogFilter selects log entries. What is empty does not matter.
type LogFilter struct {
	Logs      []string // OCIDs
	LogGroups []string // OCIDs
	From, To  time.Time
	Newest    bool // newest first
	Limit     int
}

// Logs reads what functions and gateways have written to logs that the stack has made.
func (c *Cloud) Logs(ctx context.Context, f LogFilter) ([]store.LogEntry, error) {
	return c.logging.Logs(ctx, logging.Query(f))
}

// logLine keeps a line of a function (OCI Logging: Details for Functions).
func (c *Cloud) logLine(l runner.LogLine) {
	c.logging.Write(logging.Entry{
		Source: logging.Source{Service: "functions", Category: "invoke", Resource: l.Function.ApplicationID},
		Name:   l.Function.ApplicationName, Subject: l.Function.Name, Type: "com.oraclecloud.functions.application.functioninvoke", Time: l.Time,
		Data: map[string]any{"applicationId": l.Function.ApplicationID, "functionId": l.Function.ID, "functionName": l.Function.Name,
			"opcRequestId": l.CallID, "src": l.Stream, "message": l.Text},
	})
}

// gatewayLogger keeps what gateways log (OCI Logging: Details for API Gateway), and
// measures by it.
type gatewayLogger struct {
	*logging.Plane
	measure func(gateway.AccessEntry)
}

func (g gatewayLogger) Access(e gateway.AccessEntry) {
	g.measure(e)
	g.entry("access", e.DeploymentID, e.GatewayDisplayName, e.Time, e)
}

func (g gatewayLogger) Execution(e gateway.ExecutionEntry) {
	g.entry("execution", e.DeploymentID, "", e.Time, e)
}

func (g gatewayLogger) entry(category, deployment, name string, at time.Time, data any) {
	g.Write(logging.Entry{
		Source: logging.Source{Service: "apigateway", Category: category, Resource: deployment},
		Name:   name, Subject: deployment, Type: "com.oraclecloud.apigateway.apideployment." + category, Time: at, Data: data,
	})
}
