package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var update = flag.Bool("update", false, "write testdata/urns.golden anew")

// What has a name that OCI gives once must go before it is made anew; a new table of that name would even be the old one,
// and go with it.
func TestWhatHasAUniqueNameIsDeletedBeforeItIsReplaced(t *testing.T) {
	r := succeed(t, &run{})
	for _, token := range []string{
		topicType, tableType, groupsType, policyType, "oci:Logging/logGroup:LogGroup", "oci:Logging/log:Log",
	} {
		all := r.all(token)
		if len(all) == 0 {
			t.Errorf("there is no %s", token)
		}
		for _, one := range all {
			if !one.RegisterRPC.GetDeleteBeforeReplace() {
				t.Errorf("%s is not", one.urn)
			}
		}
	}
}

// A URN that changes is a resource that is replaced. The list is looked at whenever it changes.
func TestURNs(t *testing.T) {
	var urns []string
	for _, r := range succeed(t, &run{changes: withSecret}).all("") {
		urns = append(urns, string(r.urn))
	}
	got := strings.Join(urns, "\n") + "\n"
	golden := filepath.Join("testdata", "urns.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("URNs (-want +got), -update if it is meant:\n%s", diff)
	}
}

func TestEachChildHasItsComponentAsParent(t *testing.T) {
	children := map[string]int{}
	for _, r := range succeed(t, &run{changes: withSecret}).all("") {
		parent := r.parent()
		if !r.Custom {
			if parent.QualifiedType() != resource.RootStackType {
				t.Errorf("the component %s is in %s", r.urn, parent)
			}
			if want := fmt.Sprintf("cxbridge:%s:", r.Name); !strings.HasPrefix(r.TypeToken, want) {
				t.Errorf("the component %s is a %s", r.Name, r.TypeToken)
			}
			continue
		}
		if r.TypeToken == ociProvider {
			continue // all components'
		}
		if !strings.HasPrefix(string(parent.Type()), "cxbridge:") {
			t.Errorf("%s has the parent %q", r.urn, parent)
		}
		children[parent.Name()]++
	}
	for _, component := range []string{"network", "vault", "images", "ledger", "functions", "access", "gateway", "alarms", "listeners", "watch", "logging"} {
		if children[component] == 0 {
			t.Errorf("%s has no children", component)
		}
	}
}

func TestEveryResourceOfOCIIsTheSameProvidersAndTagged(t *testing.T) {
	for _, r := range succeed(t, &run{changes: withSecret}).all("") {
		if !r.Custom || !strings.HasPrefix(r.TypeToken, "oci:") {
			continue
		}
		if r.RegisterRPC.GetVersion() != oci.Version {
			t.Errorf("%s wants provider version %q", r.urn, r.RegisterRPC.GetVersion())
		}
		if r.TypeToken == "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule" {
			continue // a rule cannot be tagged
		}
		want := map[string]any{"project": project, "stack": local, "owner": local}
		if diff := cmp.Diff(want, r.plain()["freeformTags"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.urn, diff)
		}
	}
}

func TestFaultySettingsRegisterNothing(t *testing.T) {
	r := deploy(t, &run{changes: map[string]string{"rateLimit": `{"requestsPerSecond":0}`, "b2cserviceHostname": ""}})
	for _, part := range []string{"rateLimit.requestsPerSecond", "rateLimit.key", "b2cserviceHostname is missing"} {
		if r.err == nil || !strings.Contains(r.err.Error(), part) {
			t.Errorf("%q is not in: %v", part, r.err)
		}
	}
	if len(r.resources) != 0 {
		t.Errorf("%d resources are registered", len(r.resources))
	}
}

func TestExistingVaultIsUsed(t *testing.T) {
	const vault, key = "ocid1.vault.oc1..mine", "ocid1.key.oc1..mine"
	r := succeed(t, &run{changes: map[string]string{"vaultId": vault, "keyId": key}})
	if found := append(r.all("oci:Kms/vault:Vault"), r.all("oci:Kms/key:Key")...); len(found) != 0 {
		t.Errorf("there are new ones: %v", found)
	}
	for _, secret := range r.all("oci:Vault/secret:Secret") {
		if in := secret.plain(); in["vaultId"] != vault || in["keyId"] != key {
			t.Errorf("%s is in %v with %v", secret.Name, in["vaultId"], in["keyId"])
		}
	}
}

func TestNewEndpointIsOneEntry(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"endpoints": `[
		{"name": "sms-to-incident", "path": "/sms-to-incident"},
		{"name": "other", "path": "/other/{id}", "methods": ["PUT"], "memoryInMBs": 512, "timeoutInSeconds": 60, "config": {"a": "b"}}
	]`}})
	function := r.one(t, "oci:Functions/function:Function", "other").plain()
	if function["memoryInMbs"] != "512" || function["timeoutInSeconds"] != 60.0 || function["config"].(map[string]any)["a"] != "b" {
		t.Errorf("function %v", function)
	}
	r.one(t, "oci:Artifacts/containerRepository:ContainerRepository", "other")
	routes := specification(t, r)["routes"].([]any)
	if len(routes) != 3 { // the third is the events'
		t.Fatalf("%d routes", len(routes))
	}
	route := routes[1].(map[string]any)
	if diff := cmp.Diff([]any{"PUT"}, route["methods"]); diff != "" || route["path"] != "/other/{id}" {
		t.Errorf("route %v", route)
	}
}

// withSecret demands a webhook secret besides the client's address, so that all there can be is there.
var withSecret = map[string]string{
	"webhookSecret":      "webhook-secret-0123456789",
	"b2cserviceUsername": "a user of the desk",
	"b2cservicePassword": "a password of the desk",
}
