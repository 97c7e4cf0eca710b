package cloud_test

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// events is a deployment to which tickets come with tokens, and all else with what an
// authorizer function knows.
func events(i *issuer, authorizer string) apigateway.ApiSpecification {
	spec := stock("/events/{api}", "taken")
	spec.RequestPolicies = &apigateway.ApiSpecificationRequestPolicies{DynamicAuthentication: &apigateway.DynamicAuthenticationPolicy{
		SelectionSource: apigateway.SingleSelectionSourcePolicy{Selector: str("request.path[api]")},
		AuthenticationServers: []apigateway.AuthenticationServerPolicy{
			{Key: apigateway.AnyOfSelectionKey{Name: str("ticket"), Values: []string{"ticket"}}, AuthenticationServerDetail: apigateway.TokenAuthenticationPolicy{
				TokenHeader: str("Authorization"), TokenAuthScheme: str("Bearer"), MaxClockSkewInSeconds: common.Float32(5),
				ValidationPolicy: apigateway.TokenAuthenticationRemoteJwksValidationPolicy{Uri: str(i.URL), MaxCacheDurationInHours: common.Int(1),
					AdditionalValidationPolicy: &apigateway.AdditionalValidationPolicy{Issuers: []string{"https://idp/"}, Audiences: []string{"https://gateway/"},
						VerifyClaims: []apigateway.JsonWebTokenClaim{{Key: str("tenant"), Values: []string{"a"}, IsRequired: common.Bool(false)}}}},
				ValidationFailurePolicy: apigateway.ModifyResponseValidationFailurePolicy{ResponseMessage: str("no token")}}},
			{Key: apigateway.WildcardSelectionKey{Name: str("rest"), Expression: str("*"), IsDefault: common.Bool(true)}, AuthenticationServerDetail: apigateway.CustomAuthenticationPolicy{
				FunctionId: &authorizer, Parameters: map[string]string{"secret": "request.headers[X-Secret]"}, CacheKey: []string{"secret"}}},
		}}}
	return spec
}

// Gateways trust the file's certificate authority, and tell who was refused.
func TestGatewaysValidateTokens(t *testing.T) {
	i := newIssuer(t)
	n := newNet(t, start(t, func(o *cloud.Options) { o.CACertFile = i.certificate(t) }))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	d := e.mustDeploy(t, e.gateway(t).Id, "/v1", events(i, *f.Id))
	execution := n.serviceLog(t, n.logGroup(t, "logs"), "execution", "apigateway", "execution", *d.Id)
	for _, tt := range []struct {
		token  string
		status int
		body   string
	}{
		{i.token(t, "https://gateway/"), 200, "taken"},
		{i.token(t, "https://other/"), 401, `{"code":401,"message":"no token"}`},
		{"", 401, `{"code":401,"message":"no token"}`},
	} {
		if status, body := present(t, *d.Endpoint+"/events/ticket", tt.token); status != tt.status || body != tt.body {
			t.Errorf("%d %s, want %d %s", status, body, tt.status, tt.body)
		}
	}
	eventually(t, "the refusals are in the execution log", func() bool {
		refused := 0
		for _, code := range ok[[]string](t)(messages(n, cloud.LogFilter{Logs: []string{execution}}, "code")) {
			if code == "tokenAuthentication.unauthenticatedRequest" {
				refused++
			}
		}
		return refused == 2
	})
	eventually(t, "the refusals are measured", func() bool {
		got := n.sums(t, "oci_apigateway", `HttpResponses[1h]{deploymentId = "`+*d.Id+`"}.sum()`, "httpStatusCode")
		return cmp.Equal(map[string]float64{"200": 1, "401": 2}, got)
	})
}

func TestGatewaysTrustNoStranger(t *testing.T) {
	i := newIssuer(t)
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	d := e.mustDeploy(t, e.gateway(t).Id, "/v1", events(i, *f.Id))
	if status, body := present(t, *d.Endpoint+"/events/ticket", i.token(t, "https://gateway/")); status != 500 {
		t.Errorf("keys of an unknown authority: %d %s, want 500", status, body)
	}
}

func TestCAFilesThatAreNone(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, filepath.Join(t.TempDir(), "none.pem")} {
		c, err := cloud.Start(cloud.Options{Dir: t.TempDir(), CACertFile: path}, "127.0.0.1:0")
		if err == nil {
			c.Close()
		}
		if err == nil || !contains(err.Error(), path) {
			t.Errorf("error %v, want one that names %s", err, path)
		}
	}
}

// fields are what a specification says, without what it leaves open.
func fields(t testing.TB, spec apigateway.ApiSpecification) any {
	t.Helper()
	var all any
	if err := json.Unmarshal(ok[[]byte](t)(json.Marshal(spec)), &all); err != nil {
		t.Fatal(err)
	}
	return given(all)
}

func given(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = given(v[i])
		}
	case map[string]any:
		maps.DeleteFunc(v, func(_ string, field any) bool { list, is := field.([]any); return field == nil || is && len(list) == 0 })
		for name := range v {
			v[name] = given(v[name])
		}
	}
	return v
}

// What was asked for is what is told again: an official provider compares them.
func TestSpecificationsAreKeptAsTheyAre(t *testing.T) {
	i := newIssuer(t)
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	older := stock("/a", "x")
	der := ok[[]byte](t)(x509.MarshalPKIXPublicKey(&i.key.PublicKey))
	key := apigateway.PemEncodedPublicKey{Kid: str("k"), Key: str(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))}
	older.RequestPolicies = &apigateway.ApiSpecificationRequestPolicies{Authentication: apigateway.JwtAuthenticationPolicy{
		Issuers: []string{"https://idp/"}, Audiences: []string{"a"}, TokenQueryParam: str("token"), PublicKeys: apigateway.StaticPublicKeySet{Keys: []apigateway.StaticPublicKey{key}}}}
	g := e.gateway(t)
	d := e.mustDeploy(t, g.Id, "/v1", older)
	read := func() *apigateway.ApiSpecification {
		return ok[apigateway.GetDeploymentResponse](t)(e.deployments.GetDeployment(ctx, apigateway.GetDeploymentRequest{DeploymentId: d.Id})).Specification
	}
	if diff := cmp.Diff(fields(t, older), fields(t, *read())); diff != "" {
		t.Errorf("after create (-wanted +got):\n%s", diff)
	}
	newer := events(i, *f.Id)
	ok[apigateway.UpdateDeploymentResponse](t)(e.deployments.UpdateDeployment(ctx, apigateway.UpdateDeploymentRequest{DeploymentId: d.Id,
		UpdateDeploymentDetails: apigateway.UpdateDeploymentDetails{Specification: &newer}}))
	got := read()
	if diff := cmp.Diff(fields(t, newer), fields(t, *got)); diff != "" {
		t.Errorf("after update (-wanted +got):\n%s", diff)
	}
	if detail, is := got.RequestPolicies.DynamicAuthentication.AuthenticationServers[0].AuthenticationServerDetail.(apigateway.TokenAuthenticationPolicy); !is {
		t.Errorf("the first server is a %T", detail)
	}
}

// An authorizer that is one of several servers is subject to what a single one is.
func TestAuthorizersOfASelection(t *testing.T) {
	i := newIssuer(t)
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	g := e.gateway(t)
	_, err := e.deploy(g.Id, "/a", events(i, nowhere))
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
	d := e.mustDeploy(t, g.Id, "/v1", events(i, *f.Id))
	if status, body := present(t, *d.Endpoint+"/events/order", ""); status != 500 {
		t.Errorf("without a policy: %d %s, want 500", status, body)
	}
	n.policy(t, "gateway", "Allow any-user to use fn-invocation in compartment id "+compartment+
		" where ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = '"+compartment+"'}")
	// The function answers what it is told, which has no "active".
	if status, body := present(t, *d.Endpoint+"/events/order", ""); status != 401 {
		t.Errorf("with the policy: %d %s, want 401", status, body)
	}
}

func TestAuthenticationThatIsRefused(t *testing.T) {
	i := newIssuer(t)
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	e := newEdge(t, n)
	g := e.gateway(t)
	with := func(change func(*apigateway.DynamicAuthenticationPolicy)) apigateway.ApiSpecification {
		spec := events(i, *f.Id)
		change(spec.RequestPolicies.DynamicAuthentication)
		return spec
	}
	token := func(change func(*apigateway.TokenAuthenticationPolicy)) apigateway.ApiSpecification {
		return with(func(p *apigateway.DynamicAuthenticationPolicy) {
			detail := p.AuthenticationServers[0].AuthenticationServerDetail.(apigateway.TokenAuthenticationPolicy)
			change(&detail)
			p.AuthenticationServers[0].AuthenticationServerDetail = detail
		})
	}
	for _, tt := range []struct {
		name          string
		spec          apigateway.ApiSpecification
		status        int
		code, message string
	}{
		{"selector", with(func(p *apigateway.DynamicAuthenticationPolicy) {
			p.SelectionSource = apigateway.SingleSelectionSourcePolicy{Selector: str("request.path[app]")}
		}), 400, "InvalidParameter", "Invalid Dynamic Authentication Selector"},
		{"no scheme", token(func(p *apigateway.TokenAuthenticationPolicy) { p.TokenAuthScheme = nil }), 400, "InvalidParameter", "tokenAuthScheme"},
		{"discovery", token(func(p *apigateway.TokenAuthenticationPolicy) {
			p.ValidationPolicy = apigateway.TokenAuthenticationRemoteDiscoveryValidationPolicy{
				ClientDetails:    apigateway.CustomClientAppDetails{ClientId: str("c"), ClientSecretId: str(nowhere), ClientSecretVersionNumber: common.Int64(1)},
				SourceUriDetails: apigateway.DiscoveryUriSourceUriDetails{Uri: &i.URL}}
		}), 501, "NotImplemented", "REMOTE_DISCOVERY"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := e.deploy(g.Id, "/a", tt.spec)
			refused(t, err, tt.status, tt.code, tt.message)
		})
	}
	body := fmt.Sprintf(`{"compartmentId":%q,"gatewayId":%q,"pathPrefix":"/b","specification":{"requestPolicies":{"dynamicAuthentication":{"colour":"red",
		"selectionSource":{"type":"SINGLE","selector":"request.host"},"authenticationServers":[]}},"routes":[]}}`, compartment, *g.Id)
	if r, text := e.raw(t, "POST", "/20190501/deployments", body); r.StatusCode != 400 || !contains(text, "dynamicAuthentication.colour") {
		t.Errorf("unknown key: %d %s", r.StatusCode, text)
	}
}
