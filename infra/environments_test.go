package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// What differs from one environment to the next: protection, shape, concurrency, certificate, and how long it lasts.

const (
	vaultType = "oci:Kms/vault:Vault"
	keyType   = "oci:Kms/key:Key"
)

func TestWhatCannotBeBroughtBackIsProtected(t *testing.T) {
	for protect, want := range map[string][]string{"true": {keyType, vaultType, tableType, gatewayType}, "false": nil} {
		var got []string
		for _, one := range succeed(t, &run{changes: map[string]string{"protect": protect}}).all("") {
			if one.RegisterRPC.GetProtect() {
				got = append(got, one.TypeToken)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("protect %s (-want +got):\n%s", protect, diff)
		}
	}
}

// An application of another shape has another name, so that it can be made before the old one goes.
func TestShapes(t *testing.T) {
	for shape, name := range map[string]string{
		"GENERIC_X86": "cxbridge-local-webhooks", "GENERIC_ARM": "cxbridge-local-webhooks-arm", "GENERIC_X86_ARM": "cxbridge-local-webhooks-x86-arm",
	} {
		application := succeed(t, &run{changes: map[string]string{"shape": shape}}).one(t, applicationType, "application")
		if in := application.plain(); in["shape"] != shape || in["displayName"] != name {
			t.Errorf("%s: shape %v, name %v", shape, in["shape"], in["displayName"])
		}
		if application.RegisterRPC.GetDeleteBeforeReplace() {
			t.Errorf("%s: the application is deleted before it is replaced", shape)
		}
	}
}

// What is not provisioned is said to be so, as a count that is only left out would stay in force.
func TestProvisionedConcurrency(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{
		"authorizer": `{"provisionedConcurrency":20}`, "alarmToIncident": `{"memoryInMBs":512,"provisionedConcurrency":30}`,
	}})
	none := map[string]any{"strategy": "NONE"}
	for name, want := range map[string]map[string]any{
		"webhook-authorizer": {"strategy": "CONSTANT", "count": 20.0}, "alarm-to-incident": {"strategy": "CONSTANT", "count": 30.0},
		"sms-to-incident": none, "event-to-incident": none,
	} {
		if diff := cmp.Diff(any(want), r.one(t, functionType, name).plain()["provisionedConcurrencyConfig"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestGatewayHasTheCertificateOfTheSettings(t *testing.T) {
	const id = "ocid1.certificate.oc1.iad.x"
	for _, change := range []map[string]string{nil, {"certificateId": id}} {
		got, is := succeed(t, &run{changes: change}).one(t, gatewayType, "gateway").plain()["certificateId"]
		if change == nil && is || change != nil && got != id {
			t.Errorf("%v: the gateway has the certificate %v", change, got)
		}
	}
}

func TestGatewaysAddressIsKnown(t *testing.T) {
	addresses := make(chan string, 1)
	succeed(t, &run{program: func(ctx *pulumi.Context, tools toolchain) error {
		folders, _ := tools.functions()
		s, err := settings.Load(ctx, folders)
		if err != nil {
			return err
		}
		built, err := build(ctx, s, tools, &run{examined: map[string][]string{}})
		if err == nil {
			built.gateway.Address.ApplyT(func(address string) string { addresses <- address; return address })
		}
		return err
	}})
	if got := <-addresses; got != "203.0.113.8" {
		t.Errorf("the address is %q", got)
	}
}

func TestExpiryIsATag(t *testing.T) {
	const later = "2999-01-01T00:00:00Z"
	tagged := 0
	for _, one := range succeed(t, &run{changes: map[string]string{"expires": later, "owner": "somebody"}}).all("") {
		tags, ok := one.plain()["freeformTags"].(map[string]any)
		if !ok {
			continue
		}
		tagged++
		if tags["expires"] != later || tags["owner"] != "somebody" {
			t.Errorf("%s has the tags %v", one.urn, tags)
		}
	}
	if tagged == 0 {
		t.Error("nothing is tagged")
	}
}

func TestStackThatIsOverIsRefused(t *testing.T) {
	r := deploy(t, &run{changes: map[string]string{"expires": "2026-01-01T00:00:00Z"}})
	if r.err == nil || !strings.Contains(r.err.Error(), "pulumi destroy") || len(r.resources) != 0 {
		t.Errorf("%d resources are registered: %v", len(r.resources), r.err)
	}
}

// A foundation is the vault and the key, with the URNs of any other stack's, and nothing else.
func TestFoundation(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"foundation": "true", "protect": "true", "b2cserviceHostname": ""}})
	var got []string
	for _, one := range r.all("") {
		got = append(got, string(one.urn))
		if one.Custom && one.TypeToken != ociProvider && !one.RegisterRPC.GetProtect() {
			t.Errorf("%s is not protected", one.urn)
		}
	}
	want := []string{
		"urn:pulumi:local::cxbridge::cxbridge:vault:Vault$oci:Kms/key:Key::key",
		"urn:pulumi:local::cxbridge::cxbridge:vault:Vault$oci:Kms/vault:Vault::vault",
		"urn:pulumi:local::cxbridge::cxbridge:vault:Vault::vault",
		"urn:pulumi:local::cxbridge::pulumi:providers:oci::region",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}
