package cloud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring"
	"github.com/cxbridge/cxbridge/local/cloud/notifications"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/vault"
)

// publish sends an alarm's message to its topic.
func (c *Cloud) publish(ctx context.Context, topicID, title string, message []byte) error {
	_, err := c.topics.Publish(ctx, topicID, title, message)
	return err
}

// mayPost asks IAM whether the caller may post metrics (OCI Monitoring: policy reference).
func (c *Cloud) mayPost(ctx context.Context, caller signature.Principal, compartmentID, namespace string) error {
	return c.permit(ctx, identity.Question{
		Principal: principal(caller), Permission: "METRIC_WRITE",
		What: "Metrics of compartment", ID: compartmentID, CompartmentID: compartmentID,
		Target: map[string]string{"request.operation": "PostMetricData", "request.region": c.options.RegionKey, "target.metrics.namespace": namespace},
	})
}

// EvaluateAlarms does at once what is done at the end of each minute: every minute that
// is due by Options.Clock is evaluated. Tests that move their clock call it.
func (c *Cloud) EvaluateAlarms(ctx context.Context) error { return c.alarms.Tick(ctx) }

// emitter is a service's: what it emits is about one thing, which has these dimensions.
func (c *Cloud) emitter(namespace, compartment string, about map[string]string) func(name string, value float64, count bool, more ...string) {
	return func(name string, value float64, count bool, more ...string) {
		dimensions := maps.Clone(about)
		for i := 0; i < len(more); i += 2 {
			dimensions[more[i]] = more[i+1]
		}
		maps.DeleteFunc(dimensions, func(_, value string) bool { return value == "" })
		c.alarms.Emit(monitoring.Metric{Namespace: namespace, Name: name, CompartmentID: compartment, Dimensions: dimensions,
			Value: value, Time: c.options.Clock(), Count: count})
	}
}

// measureSecret: OCI Vault, Monitoring Vault Resources.
func (c *Cloud) measureSecret(e vault.Event) {
	doc := e.Secret.Doc
	c.emitter("oci_secrets", doc.String("compartmentId"), map[string]string{
		"displayName": doc.String("secretName"), "resourceId": e.Secret.ID, "vaultId": doc.String("vaultId"),
	})(e.Operation, 1, true, "responseCode", strconv.Itoa(e.Status))
}

// measureTopic: OCI Notifications, Notifications Metrics.
func (c *Cloud) measureTopic(m notifications.Metric) {
	c.emitter(notifications.Namespace, m.CompartmentID, m.Dimensions)(m.Name, 1, true)
}

// measureInvocation: OCI Functions, Function Metrics. A call that was given up before the
// function had it says nothing about the function.
func (c *Cloud) measureInvocation(i runner.Invocation) {
	response := responseType(i.Err)
	if response == "" {
		return
	}
	f := i.Function
	emit := c.emitter("oci_faas", f.CompartmentID, map[string]string{
		"applicationId": f.ApplicationID, "compartmentId": f.CompartmentID, "resourceId": f.ID, "resourceName": f.Name,
		"resourceDisplayName": f.ApplicationName + "/" + f.Name,
	})
	emit("FunctionInvocationCount", 1, true)
	emit("FunctionResponseCount", 1, true, "responseType", response)
	// To the millisecond, as its unit is: a busy minute's are few different values then.
	emit("FunctionExecutionDuration", float64(i.Took.Round(time.Millisecond).Milliseconds()), false)
}

// responseType is how a call ended; empty: it never began.
func responseType(err error) string {
	var failed *runner.Error
	switch {
	case err == nil:
		return "Success"
	case errors.Is(err, context.Canceled):
		return ""
	case errors.As(err, &failed) && failed.Status == http.StatusTooManyRequests:
		return "Throttled"
	}
	return "Error"
}

// gatewayMeter: OCI API Gateway, API Gateway Metrics. The access log does not know the
// route, so that dimension is not there.
func (c *Cloud) gatewayMeter(g gateway.Gateway, deployments []gateway.Deployment) func(gateway.AccessEntry) {
	names := map[string]string{}
	for _, d := range deployments {
		names[d.ID] = d.DisplayName
	}
	return func(e gateway.AccessEntry) {
		emit := c.emitter("oci_apigateway", g.CompartmentID, map[string]string{
			"resourceId": g.ID, "resourceName": g.DisplayName, "deploymentId": e.DeploymentID, "deploymentName": names[e.DeploymentID],
			"httpMethodType": e.HTTPMethod,
		})
		emit("HttpRequests", 1, true)
		emit("HttpResponses", 1, true, "httpStatusCode", strconv.Itoa(e.Status), "httpStatusCategory", fmt.Sprintf("%dxx", e.Status/100))
		emit("Latency", e.RequestDuration*1000, false)
	}
}
