package cloud_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/common"
)

// edge is a network with gateways.
type edge struct {
	*net
	apigateway.GatewayClient
	deployments apigateway.DeploymentClient
	requests    apigateway.WorkRequestsClient
}

func newEdge(t testing.TB, n *net) *edge {
	t.Helper()
	e := &edge{net: n}
	var err error
	e.GatewayClient, err = apigateway.NewGatewayClientWithConfigurationProvider(n.provider)
	point(t, n.bench, &e.GatewayClient.BaseClient, err)
	e.deployments, err = apigateway.NewDeploymentClientWithConfigurationProvider(n.provider)
	point(t, n.bench, &e.deployments.BaseClient, err)
	e.requests, err = apigateway.NewWorkRequestsClientWithConfigurationProvider(n.provider)
	point(t, n.bench, &e.requests.BaseClient, err)
	return e
}

func (e *edge) gateway(t testing.TB) apigateway.Gateway {
	t.Helper()
	r := ok[apigateway.CreateGatewayResponse](t)(e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
		CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.public, DisplayName: str("edge")}}))
	e.finished(t, r.OpcWorkRequestId, "gateway", apigateway.WorkRequestResourceActionTypeCreated, *r.Id)
	return r.Gateway
}

// finished checks a work request the way the provider does.
func (e *edge) finished(t testing.TB, id *string, entity string, action apigateway.WorkRequestResourceActionTypeEnum, want string) {
	t.Helper()
	if id == nil {
		t.Fatal("no opc-work-request-id")
	}
	w := ok[apigateway.GetWorkRequestResponse](t)(e.requests.GetWorkRequest(ctx, apigateway.GetWorkRequestRequest{WorkRequestId: id}))
	if w.TimeFinished == nil || w.Status != apigateway.WorkRequestStatusSucceeded || len(w.Resources) != 1 {
		t.Fatalf("work request %v", w.WorkRequest)
	}
	r := w.Resources[0]
	if !strings.Contains(strings.ToLower(*r.EntityType), entity) || r.ActionType != action || *r.Identifier != want {
		t.Errorf("resource %v of the work request, want a %s %s %s", r, entity, action, want)
	}
	ok[apigateway.ListWorkRequestErrorsResponse](t)(e.requests.ListWorkRequestErrors(ctx, apigateway.ListWorkRequestErrorsRequest{WorkRequestId: id}))
}

func stock(path, body string) apigateway.ApiSpecification {
	return apigateway.ApiSpecification{Routes: []apigateway.ApiSpecificationRoute{{Path: &path, Methods: []apigateway.ApiSpecificationRouteMethodsEnum{"GET"},
		Backend: apigateway.StockResponseBackend{Status: common.Int(200), Body: &body}}}}
}

func calling(functionID string) apigateway.ApiSpecification {
	return apigateway.ApiSpecification{Routes: []apigateway.ApiSpecificationRoute{{Path: str("/f"), Methods: []apigateway.ApiSpecificationRouteMethodsEnum{"POST"},
		Backend: apigateway.OracleFunctionBackend{FunctionId: &functionID}}}}
}

func (e *edge) deploy(gateway *string, prefix string, spec apigateway.ApiSpecification) (apigateway.CreateDeploymentResponse, error) {
	return e.deployments.CreateDeployment(context.Background(), apigateway.CreateDeploymentRequest{CreateDeploymentDetails: apigateway.CreateDeploymentDetails{
		CompartmentId: str(compartment), GatewayId: gateway, PathPrefix: &prefix, Specification: &spec}})
}

func (e *edge) mustDeploy(t testing.TB, gateway *string, prefix string, spec apigateway.ApiSpecification) apigateway.Deployment {
	t.Helper()
	r := ok[apigateway.CreateDeploymentResponse](t)(e.deploy(gateway, prefix, spec))
	e.finished(t, r.OpcWorkRequestId, "deployment", apigateway.WorkRequestResourceActionTypeCreated, *r.Id)
	return r.Deployment
}

func call(t testing.TB, method, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, text := send(t, r)
	return response.StatusCode, text
}

func TestDeploymentIsServedChangedAndGone(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	g := e.gateway(t)
	if g.LifecycleState != apigateway.GatewayLifecycleStateActive || len(g.IpAddresses) != 1 {
		t.Errorf("gateway %v", g)
	}
	d := e.mustDeploy(t, g.Id, "/v1", stock("/hello", "hi"))
	if *d.Endpoint != "http://"+*g.Hostname+"/v1" {
		t.Errorf("endpoint %s of a gateway at %s", *d.Endpoint, *g.Hostname)
	}
	if status, body := call(t, "GET", *d.Endpoint+"/hello", ""); status != 200 || body != "hi" {
		t.Errorf("deployed: %d %s", status, body)
	}
	other := e.mustDeploy(t, g.Id, "/v2", stock("/hello", "other"))
	spec := stock("/hello", "changed")
	u := ok[apigateway.UpdateDeploymentResponse](t)(e.deployments.UpdateDeployment(ctx, apigateway.UpdateDeploymentRequest{DeploymentId: d.Id,
		UpdateDeploymentDetails: apigateway.UpdateDeploymentDetails{Specification: &spec}}))
	e.finished(t, u.OpcWorkRequestId, "deployment", apigateway.WorkRequestResourceActionTypeUpdated, *d.Id)
	for endpoint, want := range map[string]string{*d.Endpoint: "changed", *other.Endpoint: "other"} {
		if status, body := call(t, "GET", endpoint+"/hello", ""); status != 200 || body != want {
			t.Errorf("%s: %d %s, want %s", endpoint, status, body, want)
		}
	}
	_, err := e.DeleteGateway(ctx, apigateway.DeleteGatewayRequest{GatewayId: g.Id})
	refused(t, err, 409, "Conflict", *d.Id)
	for _, id := range []*string{d.Id, other.Id} {
		r := ok[apigateway.DeleteDeploymentResponse](t)(e.deployments.DeleteDeployment(ctx, apigateway.DeleteDeploymentRequest{DeploymentId: id}))
		e.finished(t, r.OpcWorkRequestId, "deployment", apigateway.WorkRequestResourceActionTypeDeleted, *id)
	}
	if status, _ := call(t, "GET", *d.Endpoint+"/hello", ""); status != 404 {
		t.Errorf("without deployments: %d", status)
	}
	r := ok[apigateway.DeleteGatewayResponse](t)(e.DeleteGateway(ctx, apigateway.DeleteGatewayRequest{GatewayId: g.Id}))
	e.finished(t, r.OpcWorkRequestId, "gateway", apigateway.WorkRequestResourceActionTypeDeleted, *g.Id)
	if _, err := http.Get(*d.Endpoint); err == nil {
		t.Error("a deleted gateway still listens")
	}
}

func TestGatewaysHaveAnAddressEach(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	first, second := e.gateway(t), e.gateway(t)
	if *first.Hostname == *second.Hostname {
		t.Errorf("both gateways listen on %s", *first.Hostname)
	}
	a := e.mustDeploy(t, first.Id, "/a", stock("/", "first"))
	b := e.mustDeploy(t, second.Id, "/a", stock("/", "second"))
	for endpoint, want := range map[string]string{*a.Endpoint: "first", *b.Endpoint: "second"} {
		if _, body := call(t, "GET", endpoint+"/", ""); body != want {
			t.Errorf("%s answers %q, want %q", endpoint, body, want)
		}
	}
	list := ok[apigateway.ListGatewaysResponse](t)(e.ListGateways(ctx, apigateway.ListGatewaysRequest{CompartmentId: str(compartment)}))
	if len(list.Items) != 2 {
		t.Errorf("gateways %v", list.Items)
	}
}

func TestDeploymentsThatAreRefused(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	g := e.gateway(t)
	e.mustDeploy(t, g.Id, "/taken", stock("/", "x"))
	for _, tt := range []struct {
		name          string
		gateway       *string
		prefix        string
		spec          apigateway.ApiSpecification
		status        int
		code, message string
	}{
		{"no such function", g.Id, "/a", calling(nowhere), 404, "NotAuthorizedOrNotFound", nowhere},
		{"no such gateway", str(nowhere), "/a", stock("/", "x"), 404, "NotAuthorizedOrNotFound", nowhere},
		{"prefix taken", g.Id, "/taken", stock("/", "x"), 409, "Conflict", "/taken"},
		{"prefix without a slash", g.Id, "a", stock("/", "x"), 400, "InvalidParameter", "pathPrefix"},
		{"path without a slash", g.Id, "/a", stock("x", "x"), 400, "InvalidParameter", "path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := e.deploy(tt.gateway, tt.prefix, tt.spec)
			refused(t, err, tt.status, tt.code, tt.message)
		})
	}
	body := fmt.Sprintf(`{"compartmentId":%q,"gatewayId":%q,"pathPrefix":"/b","specification":{"routes":[{"path":"/","methods":["GET"],"colour":"red",
		"backend":{"type":"STOCK_RESPONSE_BACKEND","status":200}}]}}`, compartment, *g.Id)
	if r, text := e.raw(t, "POST", "/20190501/deployments", body); r.StatusCode != 400 || !contains(text, "specification.routes.colour") {
		t.Errorf("unknown key in the specification: %d %s", r.StatusCode, text)
	}
	_, err := e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
		CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.private}})
	refused(t, err, 400, "InvalidParameter", "needs a public one")
	if r, text := e.raw(t, "DELETE", "/20160918/subnets/"+e.public, ""); r.StatusCode != 409 || !contains(text, "references the VNIC") {
		t.Errorf("subnet of a gateway: %d %s", r.StatusCode, text)
	}
}

// A gateway reaches a function only if a policy lets it.
func TestGatewayNeedsAPolicyToInvoke(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	g := e.gateway(t)
	d := e.mustDeploy(t, g.Id, "/v1", calling(*f.Id))
	if status, body := call(t, "POST", *d.Endpoint+"/f", "echo"); status < 500 {
		t.Errorf("without a policy: %d %s", status, body)
	}
	p := n.policy(t, "gateway", "Allow any-user to use fn-invocation in compartment id "+compartment+
		" where ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = '"+compartment+"'}")
	if status, body := call(t, "POST", *d.Endpoint+"/f", "echo me"); status != 200 || body != "echo me" {
		t.Errorf("with the policy: %d %s", status, body)
	}
	if r, body := n.raw(t, "DELETE", "/20160918/policies/"+*p.Id, ""); r.StatusCode != 204 {
		t.Fatalf("%d %s", r.StatusCode, body)
	}
	if status, body := call(t, "POST", *d.Endpoint+"/f", "echo"); status < 500 {
		t.Errorf("without the policy again: %d %s", status, body)
	}
}
