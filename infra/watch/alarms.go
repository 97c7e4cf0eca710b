package watch

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// alarm is one of the stack's own. Any failure within a minute fires it: what fails was a customer's message.
type alarm struct {
	name      string
	namespace string
	query     pulumi.StringOutput
	severity  string
	body      string
}

// watched are about this stack alone. Sources: Functions, "Function Metrics" (FunctionResponseCount, by responseType
// Success, Error or Throttled); API Gateway, "API Gateway Metrics" (HttpResponses, by httpStatusCategory); Notifications,
// "Notifications Metrics" (FailedMessagesCount, what was not delivered at once, by the topic's resourceId).
func watched(args Args) []alarm {
	application, deployment := args.Functions.ApplicationID, args.Gateway.DeploymentID
	list := []alarm{
		{
			name: "function-errors", namespace: "oci_faas", severity: "ERROR",
			query: pulumi.Sprintf(`FunctionResponseCount[1m]{applicationId = "%s", responseType = "Error"}.sum() > 0`, application),
			body: "A function failed. What it wrote stands in the functions' log. Alarms' messages are delivered again for two hours, events " +
				"for as long as their publisher tries.",
		},
		{
			name: "function-throttling", namespace: "oci_faas", severity: "WARNING",
			query: pulumi.Sprintf(`FunctionResponseCount[1m]{applicationId = "%s", responseType = "Throttled"}.sum() > 0`, application),
			body:  "Functions were refused for want of capacity. Look at the tenancy's limit of concurrent memory for Functions.",
		},
		{
			name: "gateway-errors", namespace: "oci_apigateway", severity: "ERROR",
			query: pulumi.Sprintf(`HttpResponses[1m]{deploymentId = "%s", httpStatusCategory = "5xx"}.sum() > 0`, deployment),
			body:  "The gateway answered a sender with 5xx. Why, stands in its execution log.",
		},
	}
	if args.Alarms != nil {
		list = append(list, alarm{
			name: "alarm-deliveries", namespace: "oci_notification", severity: "ERROR",
			query: pulumi.Sprintf(`FailedMessagesCount[1m]{resourceId = "%s"}.sum() > 0`, args.Alarms.TopicID),
			body: "An alarm's message did not reach alarm-to-incident. It is delivered again for two hours and then given up. " +
				"If no function failed, look whether the function is there and starts.",
		})
	}
	return list
}
