package cloud_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/core"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/oracle/oci-go-sdk/v65/secrets"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

func TestRestartLosesNothing(t *testing.T) {
	b := start(t)
	n := newNet(t, b)
	s := newSafe(t, b)
	secret := s.secret(t, "password", "swordfish")
	application, f := n.function(t, nil)
	e := newEdge(t, n)
	n.policy(t, "gateway", "Allow any-user to use fn-invocation in tenancy")
	d := e.mustDeploy(t, e.gateway(t).Id, "/v1", calling(*f.Id))
	second := e.mustDeploy(t, e.gateway(t).Id, "/v1", stock("/", "second"))
	log := n.serviceLog(t, n.logGroup(t, "logs"), "invoke", "functions", "invoke", *application.Id)
	if _, _, err := n.invoke(t, f, "log before"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the line is kept", func() bool {
		return len(ok[[]string](t)(messages(n, cloud.LogFilter{Logs: []string{log}}, "message"))) == 1
	})
	snapshot := func() map[string]string {
		out := map[string]string{}
		for _, path := range []string{"/20160918/vcns?compartmentId=" + compartment, "/20160918/routeTables?compartmentId=" + compartment, "/20160918/subnets?compartmentId=" + compartment,
			"/20160918/policies?compartmentId=" + tenancy, "/20180608/vaults?compartmentId=" + compartment, "/20180608/secrets?compartmentId=" + compartment,
			"/20160918/container/images?compartmentId=" + tenancy, "/20181201/functions?applicationId=" + *application.Id,
			"/20190501/gateways?compartmentId=" + compartment, "/20190501/deployments?compartmentId=" + compartment, "/20190501/workRequests?compartmentId=" + compartment,
			"/20200531/logGroups?compartmentId=" + compartment} {
			r, body := b.raw(t, "GET", path, "")
			if r.StatusCode != 200 || len(body) < 100 {
				t.Errorf("%s: %d %s", path, r.StatusCode, body)
			}
			out[path] = body
		}
		return out
	}
	before := snapshot()
	b.restart(t)
	if diff := cmp.Diff(before, snapshot()); diff != "" {
		t.Errorf("after the restart (-before +after):\n%s", diff)
	}
	if status, body := call(t, "POST", *d.Endpoint+"/f", "echo"); status != 200 || body != "echo" {
		t.Errorf("through the gateway: %d %s", status, body)
	}
	if _, body := call(t, "GET", *second.Endpoint+"/", ""); body != "second" {
		t.Errorf("second gateway: %q", body)
	}
	if text, _, err := s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id}); text != "swordfish" || err != nil {
		t.Errorf("secret %q, error %v", text, err)
	}
	if lines := ok[[]string](t)(messages(n, cloud.LogFilter{Logs: []string{log}}, "message")); len(lines) == 0 || lines[0] != "before" {
		t.Errorf("log %q", lines)
	}
}

func TestOnlySignedRequestsAreAnswered(t *testing.T) {
	b := start(t)
	b.network(t)
	for _, tt := range []struct {
		name  string
		alter func(*http.Request)
	}{
		{"unsigned", func(r *http.Request) { r.Header.Del("Authorization") }},
		{"altered body", func(r *http.Request) {
			body := `{"compartmentId":"` + tenancy + `","cidrBlock":"10.0.0.0/16"}`
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}},
		{"old date", func(r *http.Request) { r.Header.Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)) }},
		{"another path", func(r *http.Request) { r.URL.Path = "/20160918/subnets" }},
		{"another key", func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), `keyId="`, `keyId="x`, 1))
		}},
		{"foreign token", func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), `keyId="`, `keyId="ST$`, 1))
		}},
	} {
		r, err := http.NewRequest("POST", b.URL()+"/20160918/vcns", strings.NewReader(`{"compartmentId":"`+compartment+`","cidrBlock":"10.0.0.0/16"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
		r.Header.Set("Content-Type", "application/json")
		if err := common.DefaultRequestSigner(b.provider).Sign(r); err != nil {
			t.Fatal(err)
		}
		tt.alter(r)
		response, body := send(t, r)
		if response.StatusCode != 401 || !contains(body, `"code":"NotAuthenticated"`) || response.Header.Get("Opc-Request-Id") == "" {
			t.Errorf("%s: %d %s", tt.name, response.StatusCode, body)
		}
	}
	if list := ok[core.ListVcnsResponse](t)(b.network(t).ListVcns(ctx, core.ListVcnsRequest{CompartmentId: str(compartment)})); len(list.Items) != 0 {
		t.Errorf("%d VCNs came of refused requests", len(list.Items))
	}
}

// Many at once: each change is whole, and only one of those that exclude each other wins.
func TestConcurrentChanges(t *testing.T) {
	n := newNet(t, start(t))
	const many = 16
	var all sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for i := range many {
		all.Go(func() { // the same block: one subnet may have it
			_, err := n.CreateSubnet(ctx, core.CreateSubnetRequest{CreateSubnetDetails: core.CreateSubnetDetails{
				CompartmentId: str(compartment), VcnId: n.vcn.Id, CidrBlock: str("10.0.9.0/24")}})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made++
			}
		})
		all.Go(func() { // blocks of their own: all may
			block := fmt.Sprintf("10.0.%d.0/24", 100+i)
			_, err := n.CreateSubnet(ctx, core.CreateSubnetRequest{CreateSubnetDetails: core.CreateSubnetDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id, CidrBlock: &block}})
			if err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			r := core.AddSecurityRuleDetails{Direction: "INGRESS", Protocol: str("all"), Source: str("10.0.0.0/8")}
			_, err := n.AddNetworkSecurityGroupSecurityRules(ctx, core.AddNetworkSecurityGroupSecurityRulesRequest{NetworkSecurityGroupId: &n.group,
				AddNetworkSecurityGroupSecurityRulesDetails: core.AddNetworkSecurityGroupSecurityRulesDetails{SecurityRules: []core.AddSecurityRuleDetails{r}}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if made != 1 {
		t.Errorf("%d subnets of one block, want 1", made)
	}
	rules := ok[core.ListNetworkSecurityGroupSecurityRulesResponse](t)(n.ListNetworkSecurityGroupSecurityRules(ctx, core.ListNetworkSecurityGroupSecurityRulesRequest{NetworkSecurityGroupId: &n.group})).Items
	if len(rules) != many {
		t.Errorf("%d rules, want %d", len(rules), many)
	}
}

func TestPagesOfItsOwn(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	g := e.gateway(t)
	status, body := call(t, "GET", e.URL()+"/cxbridge/health", "")
	var health cloud.Health
	if err := json.Unmarshal([]byte(body), &health); err != nil || status != 200 {
		t.Fatalf("health: %d %s", status, body)
	}
	want := cloud.Health{Status: "ok", URL: e.URL(), Gateways: []cloud.GatewayHealth{{ID: *g.Id, DisplayName: "edge", URL: "http://" + *g.Hostname}}}
	if diff := cmp.Diff(want, health); diff != "" {
		t.Errorf("health (-want +got):\n%s", diff)
	}
	_, page := call(t, "GET", e.URL()+"/cxbridge/fidelity", "")
	for _, s := range fidelity.List() {
		if !contains(page, "<code>"+s.Name+"</code>") {
			t.Errorf("the fidelity page lacks %s", s.Name)
		}
	}
	if status, _ := call(t, "GET", e.URL()+"/cxbridge/other", ""); status != 404 {
		t.Errorf("/cxbridge/other: %d", status)
	}
}

func TestNamespaceOfObjectStorage(t *testing.T) {
	b := start(t)
	client, err := objectstorage.NewObjectStorageClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	if n := ok[objectstorage.GetNamespaceResponse](t)(client.GetNamespace(ctx, objectstorage.GetNamespaceRequest{})); *n.Value != "cxbridge" {
		t.Errorf("namespace %q", *n.Value)
	}
	_, err = client.ListBuckets(ctx, objectstorage.ListBucketsRequest{NamespaceName: str("cxbridge"), CompartmentId: str(compartment)})
	refused(t, err, 501, "NotImplemented", "GET /n/cxbridge/b")
}

func TestACloudCanBeClosedTwice(t *testing.T) {
	b := start(t) // closes it, too
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestConfigFileIsPrivateAndTheSDKsOwn(t *testing.T) {
	b := start(t)
	path := filepath.Join(t.TempDir(), "oci", "config")
	// What was killed while it wrote may have left this.
	if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o700), os.WriteFile(path+".pem.new", []byte("half a k"), 0o644)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // written over, too
		if err := b.WriteConfigFile(path); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{path, path + ".pem"} {
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", file, info, err)
			}
		}
	}
	t.Setenv("OCI_CONFIG_FILE", path)
	b.provider = common.DefaultConfigProvider()
	if region, err := b.provider.Region(); region != "us-ashburn-1" || err != nil {
		t.Errorf("region %q, error %v", region, err)
	}
	ok[core.ListVcnsResponse](t)(b.network(t).ListVcns(ctx, core.ListVcnsRequest{CompartmentId: str(compartment)}))
}

func TestCloudsThatCannotStart(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]cloud.Options{
		"no folder":              {URL: "http://127.0.0.1:1"},
		"no URL":                 {Dir: dir},
		"a file for a folder":    {Dir: filepath.Join(dir, "file"), URL: "http://127.0.0.1:1"},
		"a gateway without port": {Dir: filepath.Join(dir, "a"), URL: "http://127.0.0.1:1", GatewayAddress: "127.0.0.1"},
	} {
		if c, err := cloud.New(o); err == nil {
			c.Close()
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHostOverridesAreReadableByTheProvider(t *testing.T) {
	items := strings.Split(cloud.HostOverrides("http://127.0.0.1:8480"), ";")
	for _, item := range items {
		if parts := strings.Split(item, "="); len(parts) != 2 || parts[1] != "http://127.0.0.1:8480" || !strings.HasPrefix(parts[0], "oci_") {
			t.Errorf("item %q", item)
		}
	}
	if !slices.Contains(items, "oci_secrets.SecretsClient=http://127.0.0.1:8480") {
		t.Error("the secrets' client is missing")
	}
}
