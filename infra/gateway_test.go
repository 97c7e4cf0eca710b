package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const deploymentType = "oci:ApiGateway/deployment:Deployment"

func specification(t *testing.T, r *run) map[string]any {
	t.Helper()
	return r.one(t, deploymentType, "webhooks").plain()["specification"].(map[string]any)
}

func TestDeploymentHasAnAuthorizerAndARateLimit(t *testing.T) {
	r := succeed(t, &run{changes: noListeners})
	want := map[string]any{
		"authentication": map[string]any{
			"type":       "CUSTOM_AUTHENTICATION",
			"functionId": r.one(t, functionType, "webhook-authorizer").id,
			"parameters": map[string]any{
				"endpoint":       "request.host",
				"secret_header":  "request.headers[X-Webhook-Secret]",
				"secret_query":   "request.query[secret]",
				"client_address": "request.headers[X-Real-IP]",
			},
			// A parameter that is not in the key would let a wrong value pass on another's cached answer.
			"cacheKeys": []any{"endpoint", "secret_header", "secret_query", "client_address"},
		},
		"rateLimiting": map[string]any{"rateInRequestsPerSecond": 10.0, "rateKey": "CLIENT_IP"},
		"cors": map[string]any{
			"allowedOrigins": []any{"*"}, "allowedMethods": []any{"POST"},
			"allowedHeaders":            []any{"Content-Type", "X-Webhook-Secret"},
			"isAllowCredentialsEnabled": false, "maxAgeInSeconds": 600.0,
		},
	}
	if diff := cmp.Diff(want, specification(t, r)["requestPolicies"]); diff != "" {
		t.Errorf("request policies (-want +got):\n%s", diff)
	}
}

func TestNoOriginsNoCors(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"cors": `{"allowedOrigins":[]}`}})
	if policies := specification(t, r)["requestPolicies"].(map[string]any); policies["cors"] != nil {
		t.Errorf("CORS policy %v", policies["cors"])
	}
}

func TestRoute(t *testing.T) {
	r := succeed(t, &run{changes: noListeners})
	deployment := r.one(t, deploymentType, "webhooks")
	if deployment.plain()["pathPrefix"] != "/webhooks" {
		t.Errorf("prefix %v", deployment.plain()["pathPrefix"])
	}
	want := []any{map[string]any{
		"path": "/sms-to-incident", "methods": []any{"POST"},
		"backend": map[string]any{
			"type": "ORACLE_FUNCTIONS_BACKEND", "functionId": r.one(t, functionType, "sms-to-incident").id,
		},
		"requestPolicies": map[string]any{
			"authorization": map[string]any{"type": "AUTHENTICATION_ONLY"},
			"bodyValidation": map[string]any{
				"required": true, "validationMode": "ENFORCING",
				"contents": []any{
					map[string]any{"mediaType": "application/json", "validationType": "NONE"},
					map[string]any{"mediaType": "application/x-www-form-urlencoded", "validationType": "NONE"},
				},
			},
		},
	}}
	if diff := cmp.Diff(want, specification(t, r)["routes"]); diff != "" {
		t.Errorf("routes (-want +got):\n%s", diff)
	}
}

// API Gateway checks that it may invoke the functions when a deployment is defined, so that the policy comes first.
func TestDeploymentWaitsForThePolicy(t *testing.T) {
	r := succeed(t, &run{})
	policy := r.one(t, policyType, "gateway")
	if !slices.Contains(r.one(t, deploymentType, "webhooks").RegisterRPC.GetDependencies(), string(policy.urn)) {
		t.Errorf("the deployment does not depend on %s", policy.urn)
	}
}

func TestLogs(t *testing.T) {
	r := succeed(t, &run{})
	deployment, application := r.one(t, deploymentType, "webhooks").id, r.one(t, applicationType, "application").id
	got := map[any]any{}
	for _, log := range r.all("oci:Logging/log:Log") {
		in := log.plain()
		if in["isEnabled"] != true || in["logType"] != "SERVICE" || in["retentionDuration"] != 30.0 {
			t.Errorf("log %v", in)
		}
		source := in["configuration"].(map[string]any)["source"].(map[string]any)
		if source["sourceType"] != "OCISERVICE" {
			t.Errorf("source %v", source)
		}
		got[source["category"]] = []any{source["service"], source["resource"]}
	}
	want := map[any]any{
		"access":    []any{"apigateway", deployment},
		"execution": []any{"apigateway", deployment},
		"invoke":    []any{"functions", application},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("logs (-want +got):\n%s", diff)
	}
}
