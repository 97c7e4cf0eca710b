package settings_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

func TestFaultsOfPlace(t *testing.T) {
	testFaults(t, map[string]faultTest{
		"home elsewhere":        {one("homeRegion", "us-phoenix-1"), "", ""},
		"home no region":        {one("homeRegion", "Phoenix"), "homeRegion", "is no region identifier"},
		"home in another realm": {one("homeRegion", "us-luke-1"), "homeRegion", "in realm oc2, but region is us-ashburn-1 in realm oc1"},
		"region is new":         {one("region", "xx-nowhere-1"), "", ""}, // as the provider has it, in oc1
		"compartment elsewhere": {one("compartmentId", "ocid1.compartment.oc19..x"), "compartmentId", "in realm oc19, but region us-ashburn-1 is in realm oc1"},
		"tenancy elsewhere":     {one("tenancyId", "ocid1.tenancy.oc3..x"), "tenancyId", "ocid1.tenancy.oc1.."},
		"tenancy cut off":       {one("tenancyId", "ocid1.tenancy.oc1"), "tenancyId", "is not"},
		"tenancy with a space":  {one("tenancyId", "ocid1.tenancy.oc1..x "), "tenancyId", "is not a whole OCID"},
		"tenancy and a quote":   {one("tenancyId", "ocid1.tenancy.oc1..x'}"), "tenancyId", "is not a whole OCID"},
		"tenancy of a remedy":   {one("tenancyId", "ocid1.tenancy.oc1..…"), "tenancyId", "is not a whole OCID"},
		"vault elsewhere": {
			map[string]string{"vaultId": "ocid1.vault.oc1.phx.x.y", "keyId": "ocid1.key.oc1.iad.x.y"}, "vaultId", "is in region us-phoenix-1",
		},
		"key elsewhere": {
			map[string]string{"vaultId": "ocid1.vault.oc1.us-ashburn-1.x", "keyId": "ocid1.key.oc2.us-luke-1.x"}, "keyId", "is in realm oc2",
		},
		"alarm's compartment elsewhere": {
			one("alarms", `[{"displayName":"A","namespace":"a","query":"A[1m].sum() > 0","severity":"INFO","metricCompartmentId":"ocid1.compartment.oc4..x"}]`),
			"alarms[0].metricCompartmentId", "is in realm oc4",
		},
		"certificate of the gateway's": {one("certificateId", "ocid1.apigatewaycertificate.oc1.iad.x"), "", ""},
		"certificate of the service's": {one("certificateId", "ocid1.certificate.oc1.iad.x"), "", ""},
		"certificate a bundle":         {one("certificateId", "ocid1.cabundle.oc1.iad.x"), "certificateId", "apigatewaycertificate or certificate"},
		"certificate elsewhere":        {one("certificateId", "ocid1.certificate.oc1.phx.x"), "certificateId", "is in region us-phoenix-1"},
	})
}

func TestFaultsOfWhatAStackIs(t *testing.T) {
	testFaults(t, map[string]faultTest{
		"owner missing":        {one("owner", ""), "owner", "is missing"},
		"owner to be named":    {one("owner", "<whose>"), "owner", "is still the placeholder <whose>"},
		"owner on two lines":   {one("owner", "a\nb"), "owner", "on one line"},
		"owner blank":          {one("owner", " "), "owner", "is no tag"},
		"owner too long":       {one("owner", strings.Repeat("é", 257)), "owner", "1 to 256 characters"},
		"owner long enough":    {one("owner", strings.Repeat("é", 256)), "", ""},
		"owner a list":         {one("owner", `["a"]`), "owner", "is a list or an object"},
		"expires later":        {one("expires", "2026-07-01T12:00:01Z"), "", ""},
		"expires now":          {one("expires", "2026-07-01T14:00:00+02:00"), "expires", "is over"},
		"expires a day":        {one("expires", "2026-08-01"), "expires", "pulumi config set expires 2026-07-02T12:00:00Z"},
		"protected for a time": {map[string]string{"expires": "2026-08-01T00:00:00Z", "protect": "true"}, "protect", "though the stack expires"},
		"protected perhaps":    {one("protect", "maybe"), "protect", `is "maybe", which is neither true nor false`},
		"ARM":                  {one("shape", "GENERIC_ARM"), "", ""},
		"shape unknown":        {one("shape", "x86"), "shape", "GENERIC_X86, GENERIC_ARM or GENERIC_X86_ARM"},
		"shape missing":        {one("shape", ""), "shape", "is missing"},
		"log days a word":      {one("logRetentionInDays", "thirty"), "logRetentionInDays", "no whole number"},

		"registry's namespace":  {one("registryNamespace", "cxbridge"), "", ""},
		"namespace elsewhere":   {one("registryNamespace", "other"), "registryUser", "is not of registryNamespace other"},
		"namespace a prefix":    {one("registryNamespace", "cx"), "registryUser", "pulumi config set registryUser cx/<user>"},
		"namespace with slash":  {one("registryNamespace", "a/b"), "registryNamespace", "is no Object Storage namespace"},
		"concurrency of 256 MB": {one("authorizer", `{"provisionedConcurrency":60}`), "", ""},
		"concurrency too fine":  {one("authorizer", `{"provisionedConcurrency":30}`), "authorizer.provisionedConcurrency", "a multiple of 20"},
		"concurrency of 128 MB": {one("alarmToIncident", `{"memoryInMBs":128,"provisionedConcurrency":20}`), "alarmToIncident.provisionedConcurrency", "a multiple of 40"},
		"concurrency of 1 GB":   {one("eventToIncident", `{"memoryInMBs":1024,"provisionedConcurrency":10}`), "", ""},
		"concurrency negative":  {one("eventToIncident", `{"provisionedConcurrency":-20}`), "eventToIncident.provisionedConcurrency", "0 for none"},
	})
}

// Whoever sets the provider's region, as other programs want it, must not get a stack elsewhere.
func TestRegionOfTheProviderIsTheStacks(t *testing.T) {
	for region, want := range map[string][]string{"us-ashburn-1": {}, "us-phoenix-1": {"oci:region"}} {
		file := strings.Replace(stackFile(t, "Pulumi.local.yaml"), "config:\n", "config:\n  oci:region: "+region+"\n", 1)
		_, err := settings.Decode(source(loadLocal(t, file), nil))
		if diff := cmp.Diff(want, keys(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%v", region, diff, err)
		}
	}
}

// One fault of a range does not hide another.
func TestRangesAreCheckedThoughWrittenWrong(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	_, err := settings.Decode(source(values, map[string]string{"vcnCidr": "10.20.0.1/16", "privateSubnetCidr": "192.168.0.0/24"}))
	if diff := cmp.Diff([]string{"privateSubnetCidr", "vcnCidr"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// Everywhere but in realm oc1, the registry is named differently, and a gateway has no certificate by itself.
func TestRealms(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for _, test := range []struct{ region, realm, registry string }{
		{"us-ashburn-1", "oc1", "us-ashburn-1.ocir.io"},
		{"xx-nowhere-1", "oc1", "xx-nowhere-1.ocir.io"},
		{"us-langley-1", "oc2", "ocir.us-langley-1.oci.oraclegovcloud.com"},
		{"us-gov-ashburn-1", "oc3", "ocir.us-gov-ashburn-1.oci.oraclegovcloud.com"},
		{"uk-gov-london-1", "oc4", "ocir.uk-gov-london-1.oci.oraclegovcloud.uk"},
		{"eu-frankfurt-2", "oc19", "ocir.eu-frankfurt-2.oci.oraclecloud.eu"},
	} {
		changes := map[string]string{
			"region": test.region, "registry": "",
			"compartmentId": "ocid1.compartment." + test.realm + "..x", "tenancyId": "ocid1.tenancy." + test.realm + "..x",
		}
		_, err := settings.Decode(source(values, changes))
		want := []string{}
		if test.realm != "oc1" {
			want = []string{"certificateId"}
		}
		if diff := cmp.Diff(want, keys(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.region, diff)
		}
		changes["certificateId"] = "ocid1.certificate." + test.realm + "..x"
		s, err := settings.Decode(source(values, changes))
		if err != nil || s.Registry.Host != test.registry {
			t.Errorf("%s: registry %q: %v", test.region, s.Registry.Host, err)
		}
	}
}

func TestArchitecturesOfShapes(t *testing.T) {
	for shape, want := range map[settings.Shape][]string{
		settings.X86: {"amd64"}, settings.Arm: {"arm64"}, settings.X86Arm: {"amd64", "arm64"}, "": nil,
	} {
		if diff := cmp.Diff(want, shape.Architectures()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shape, diff)
		}
	}
}

// A foundation needs little, and is what others would name.
func TestFoundation(t *testing.T) {
	little := func(changes map[string]string) settings.Source {
		values := settingstest.Load(t, root, "foundation", "")
		for key, text := range map[string]string{
			"compartmentId": "ocid1.compartment.oc1..x", "tenancyId": "ocid1.tenancy.oc1..x", "region": "us-ashburn-1", "owner": "tests",
		} {
			values.Text[key] = text
		}
		return source(values, changes)
	}
	s, err := settings.Decode(little(nil))
	if err != nil || !s.Foundation || !s.Protect {
		t.Errorf("%+v: %v", s, err)
	}
	_, err = settings.Decode(little(map[string]string{"owner": "", "vaultId": "ocid1.vault.oc1..x", "keyId": "ocid1.key.oc1..x"}))
	if diff := cmp.Diff([]string{"keyId", "owner", "vaultId"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
