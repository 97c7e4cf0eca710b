package cloud_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/functions"
	"github.com/oracle/oci-go-sdk/v65/vault"

	"github.com/cxbridge/cxbridge/local/cloud"
)

func (b *bench) functions(t testing.TB) functions.FunctionsManagementClient {
	t.Helper()
	client, err := functions.NewFunctionsManagementClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

// machineShape is the shape whose functions run on this machine.
func machineShape() functions.CreateApplicationDetailsShapeEnum {
	if runtime.GOARCH == "arm64" {
		return functions.CreateApplicationDetailsShapeArm
	}
	return functions.CreateApplicationDetailsShapeX86
}

func (n *net) application(t testing.TB, name string, config map[string]string) functions.Application {
	t.Helper()
	return n.shaped(t, name, machineShape(), config)
}

func (n *net) shaped(t testing.TB, name string, shape functions.CreateApplicationDetailsShapeEnum, config map[string]string) functions.Application {
	t.Helper()
	return ok[functions.CreateApplicationResponse](t)(n.functions(t).CreateApplication(ctx, functions.CreateApplicationRequest{CreateApplicationDetails: functions.CreateApplicationDetails{
		CompartmentId: str(compartment), DisplayName: &name, SubnetIds: []string{n.private}, NetworkSecurityGroupIds: []string{n.group}, Shape: shape, Config: config}})).Application
}

func (b *bench) createFunction(t testing.TB, application *string, change func(*functions.CreateFunctionDetails)) (functions.CreateFunctionResponse, error) {
	t.Helper()
	d := functions.CreateFunctionDetails{ApplicationId: application, DisplayName: str("f"), MemoryInMBs: common.Int64(128)}
	change(&d)
	return b.functions(t).CreateFunction(ctx, functions.CreateFunctionRequest{CreateFunctionDetails: d})
}

func from(image string) func(*functions.CreateFunctionDetails) {
	return func(d *functions.CreateFunctionDetails) {
		d.SourceDetails = functions.CreateContainerImageFunctionSourceDetails{Image: &image}
	}
}

// function is a function that runs testdata/function, in an application of its own.
func (n *net) function(t testing.TB, config map[string]string) (functions.Application, functions.Function) {
	t.Helper()
	image := n.pushFunction(t)
	application := n.application(t, "app", map[string]string{"shared": "application", "own": "application"})
	f := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
		from(image)(d)
		d.Config = config
	}))
	return application, f.Function
}

func (b *bench) invoke(t testing.TB, f functions.Function, body string, change ...func(*functions.InvokeFunctionRequest)) (*http.Response, string, error) {
	t.Helper()
	client, err := functions.NewFunctionsInvokeClientWithConfigurationProvider(b.provider, *f.InvokeEndpoint)
	point(t, b, &client.BaseClient, err)
	request := functions.InvokeFunctionRequest{FunctionId: f.Id, InvokeFunctionBody: io.NopCloser(strings.NewReader(body))}
	for _, c := range change {
		c(&request)
	}
	response, err := client.InvokeFunction(ctx, request)
	if err != nil {
		return nil, "", err
	}
	out, err := io.ReadAll(response.Content)
	return response.RawResponse, string(out), err
}

func TestFunctionIsCreatedAndInvoked(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, map[string]string{"own": "function"})
	image, err := functionImage()
	if err != nil {
		t.Fatal(err)
	}
	digest, _ := image.Digest()
	source := f.SourceDetails.(functions.ContainerImageFunctionSourceDetails)
	if *source.ImageDigest != digest.String() || *f.TimeoutInSeconds != 30 || *f.InvokeEndpoint != n.URL() || *f.CompartmentId != compartment {
		t.Errorf("function %v", f)
	}
	for command, want := range map[string]string{"echo hello": "echo hello", "config shared": "application", "config own": "function"} {
		if _, got, err := n.invoke(t, f, command); err != nil || got != want {
			t.Errorf("%s: %q, error %v, want %q", command, got, err, want)
		}
	}
	_, body, err := n.invoke(t, f, "headers")
	var header http.Header
	if err == nil {
		err = json.Unmarshal([]byte(body), &header)
	}
	if err != nil || header.Get("Oci-Subject-Type") != "user" || header.Get("Opc-Compartment-Id") != compartment || header.Get("Fn-Intent") != "" {
		t.Errorf("headers %v, error %v", header, err)
	}

	response, body, err := n.invoke(t, f, "log from afar", func(r *functions.InvokeFunctionRequest) {
		r.FnInvokeType = functions.InvokeFunctionFnInvokeTypeDetached
	})
	if err != nil || response.StatusCode != 202 || body != "" {
		t.Errorf("detached: %v %q, error %v; want 202", response, body, err)
	}
	dry := common.Bool(true)
	if response, body, err := n.invoke(t, f, "echo", func(r *functions.InvokeFunctionRequest) { r.IsDryRun = dry }); err != nil || response.StatusCode != 200 || body != "" {
		t.Errorf("dry run: %v %q, error %v", response, body, err)
	}
}

func TestInvocationsThatFail(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	unknown := f
	unknown.Id = str("ocid1.fnfunc.oc1..none")
	_, _, err := n.invoke(t, unknown, "")
	refused(t, err, 404, "NotAuthorizedOrNotFound", *unknown.Id)
	r, body := n.raw(t, "POST", "/20181201/functions/"+*f.Id+"/actions/invoke", strings.Repeat("x", 6<<20+1))
	if r.StatusCode != 413 || !contains(body, "FunctionInvokeRequestContentTooLarge") {
		t.Errorf("too large: %d %s", r.StatusCode, body)
	}
	if r, body = n.raw(t, "POST", "/20181201/functions/"+*f.Id+"/actions/invoke", strings.Repeat("x", 6<<20)); r.StatusCode != 200 || len(body) != 6<<20 {
		t.Errorf("the largest body: %d, %d bytes", r.StatusCode, len(body))
	}
}

// The provider speaks an older version of the API, with the image at the top.
func TestOlderAPIHasTheImageAtTheTop(t *testing.T) {
	n := newNet(t, start(t))
	image := n.pushFunction(t)
	application := n.application(t, "app", nil)
	r, body := n.raw(t, "POST", "/20181201/functions", `{"applicationId":"`+*application.Id+`","displayName":"f","image":"`+image+`","memoryInMBs":256,"timeoutInSeconds":10}`)
	var created map[string]any
	if err := json.Unmarshal([]byte(body), &created); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %s", r.StatusCode, body)
	}
	if created["image"] != image || !strings.HasPrefix(created["imageDigest"].(string), "sha256:") || created["sourceDetails"] != nil {
		t.Errorf("created %v", created)
	}
	small, err := imageOf([]byte("#!/bin/sh"))
	if err != nil {
		t.Fatal(err)
	}
	other := n.push(t, "test/function", "v2", small)
	_, body = n.raw(t, "PUT", "/20181201/functions/"+created["id"].(string), `{"image":"`+other+`","memoryInMBs":128}`)
	digest, _ := small.Digest()
	if !contains(body, digest.String()) || !contains(body, `"memoryInMBs":128`) {
		t.Errorf("updated %s, want the digest %s of the new image", body, digest)
	}
}

func TestFunctionsThatAreRefused(t *testing.T) {
	n := newNet(t, start(t))
	image := n.pushFunction(t)
	host := strings.TrimPrefix(n.URL(), "http://")
	application := n.application(t, "app", map[string]string{"key": strings.Repeat("x", 3000)})
	for _, tt := range []struct {
		name          string
		change        func(*functions.CreateFunctionDetails)
		status        int
		code, message string
	}{
		{"image not pushed", from(host + "/cxbridge/none:v1"), 400, "InvalidParameter", "push it first"},
		{"tag not pushed", from(host + "/cxbridge/test/function:v9"), 400, "InvalidParameter", "v9"},
		{"another registry", from("iad.ocir.io/cxbridge/test/function:v1"), 400, "InvalidParameter", "registry of the region"},
		{"another namespace", from(host + "/other/function:v1"), 400, "InvalidParameter", "registry of the region"},
		{"no tag", from(host + "/cxbridge/test/function"), 400, "InvalidParameter", "tag"},
		{"digest not pushed", func(d *functions.CreateFunctionDetails) {
			d.SourceDetails = functions.CreateContainerImageFunctionSourceDetails{Image: &image, ImageDigest: str("sha256:" + strings.Repeat("0", 64))}
		}, 400, "InvalidParameter", "sha256:000"},
		{"memory", func(d *functions.CreateFunctionDetails) { from(image)(d); d.MemoryInMBs = common.Int64(100) }, 400, "InvalidParameter", "memoryInMBs 100"},
		{"timeout", func(d *functions.CreateFunctionDetails) { from(image)(d); d.TimeoutInSeconds = common.Int(301) }, 400, "InvalidParameter", "timeoutInSeconds 301"},
		{"configuration too large", func(d *functions.CreateFunctionDetails) {
			from(image)(d)
			d.Config = map[string]string{"more": strings.Repeat("x", 1100)}
		}, 400, "InvalidParameter", "4096"},
		{"configuration key", func(d *functions.CreateFunctionDetails) { from(image)(d); d.Config = map[string]string{"a-b": "c"} }, 400, "InvalidParameter", "a-b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := n.createFunction(t, application.Id, tt.change)
			refused(t, err, tt.status, tt.code, tt.message)
		})
	}
	ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, from(image)))
	_, err := n.createFunction(t, application.Id, from(image))
	refused(t, err, 409, "Conflict", "name f")
	client := n.functions(t)
	_, err = client.UpdateApplication(ctx, functions.UpdateApplicationRequest{ApplicationId: application.Id,
		UpdateApplicationDetails: functions.UpdateApplicationDetails{Config: map[string]string{"key": strings.Repeat("x", 4094)}}})
	refused(t, err, 400, "InvalidParameter", "4096")
	_, err = client.CreateApplication(ctx, functions.CreateApplicationRequest{CreateApplicationDetails: functions.CreateApplicationDetails{
		CompartmentId: str(compartment), DisplayName: str("app"), SubnetIds: []string{n.private}}})
	refused(t, err, 409, "Conflict", "name app")
	_, err = client.CreateApplication(ctx, functions.CreateApplicationRequest{CreateApplicationDetails: functions.CreateApplicationDetails{
		CompartmentId: str(compartment), DisplayName: str("other"), SubnetIds: []string{nowhere}}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
}

func TestApplicationTakesItsFunctionsAlongAndFreesItsSubnet(t *testing.T) {
	n := newNet(t, start(t))
	application, f := n.function(t, nil)
	for _, path := range []string{"/20160918/subnets/" + n.private, "/20160918/networkSecurityGroups/" + n.group} {
		if r, body := n.raw(t, "DELETE", path, ""); r.StatusCode != 409 || !contains(body, *application.Id) {
			t.Errorf("%s in use: %d %s", path, r.StatusCode, body)
		}
	}
	client := n.functions(t)
	ok[functions.DeleteApplicationResponse](t)(client.DeleteApplication(ctx, functions.DeleteApplicationRequest{ApplicationId: application.Id}))
	_, err := client.GetFunction(ctx, functions.GetFunctionRequest{FunctionId: f.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *f.Id)
	if r, body := n.raw(t, "DELETE", "/20160918/subnets/"+n.private, ""); r.StatusCode != 204 {
		t.Errorf("subnet without the application: %d %s", r.StatusCode, body)
	}
}

// A function reads the secrets that a policy gives to its dynamic group, and nothing else.
func TestFunctionReadsSecretsByItsResourcePrincipal(t *testing.T) {
	b := start(t)
	n, s := newNet(t, b), newSafe(t, b)
	_, f := n.function(t, nil)
	allowed, other := s.secret(t, "allowed", "swordfish"), s.secret(t, "other", "marlin")
	read := func(secret vault.Secret) string {
		_, text, err := n.invoke(t, f, "secret "+*secret.Id)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if got := read(allowed); !contains(got, "NotAuthorizedOrNotFound") {
		t.Errorf("without a policy: %s", got)
	}
	b.dynamicGroup(t, "fns", "ALL {resource.type = 'fnfunc', resource.compartment.id = '"+compartment+"'}")
	b.policy(t, "secrets", "Allow dynamic-group fns to read secret-bundles in compartment id "+compartment+" where target.secret.id = '"+*allowed.Id+"'")
	if got := read(allowed); got != "c3dvcmRmaXNo" {
		t.Errorf("with the policy: %s", got)
	}
	if got := read(other); !contains(got, "NotAuthorizedOrNotFound") {
		t.Errorf("another secret: %s", got)
	}
}

// session is the resource principal of a function whose process runs.
func (n *net) session(t testing.TB, f functions.Function) sessionKey {
	t.Helper()
	_, path, err := n.invoke(t, f, "config OCI_RESOURCE_PRINCIPAL_RPST")
	if err != nil {
		t.Fatal(err)
	}
	token, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(strings.TrimSuffix(path, "rpst") + "private.pem")
	if err != nil {
		t.Fatal(err)
	}
	private, err := common.PrivateKeyFromBytes(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sessionKey{private, "ST$" + string(token)}
}

// A resource principal may not do what only the user may.
func TestResourcePrincipalHasNoControlPlane(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	if _, body, err := n.invoke(t, f, "config CLIENT_HOST_OVERRIDES"); err != nil || body != cloud.HostOverrides(n.URL()) {
		t.Errorf("CLIENT_HOST_OVERRIDES is %q, error %v", body, err)
	}
	session := n.session(t, f)
	for _, path := range []string{"/20160918/vcns/" + *n.vcn.Id, "/20181201/functions/" + *f.Id, "/20190501/gateways?compartmentId=" + compartment} {
		r, err := http.NewRequest("GET", n.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Date", n.clock.Now().UTC().Format(http.TimeFormat))
		if err := common.DefaultRequestSigner(session).Sign(r); err != nil {
			t.Fatal(err)
		}
		if response, body := send(t, r); response.StatusCode != 404 {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
}
