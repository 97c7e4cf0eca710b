package settings_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

// faultTest changes the settings of the stack local, which have no fault.
type faultTest struct {
	changes map[string]string
	key     string // of the only fault; empty: there is none
	tells   string // part of its problem or remedy
}

// one is the change of one setting.
func one(key, value string) map[string]string { return map[string]string{key: value} }

func testFaults(t *testing.T, tests map[string]faultTest) {
	t.Helper()
	values := settingstest.Load(t, root, "local", passphrase)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			changed := source(values, test.changes)
			_, err := settings.Decode(changed)
			if test.key == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			var faults settings.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("got no faults but %v", err)
			}
			if diff := cmp.Diff([]string{test.key}, faults.Keys()); diff != "" {
				t.Fatalf("faults (-want +got):\n%s\n%v", diff, err)
			}
			if text := faults[0].Problem + "\n" + faults[0].Remedy; !strings.Contains(text, test.tells) {
				t.Errorf("the fault does not tell %q:\n%s", test.tells, text)
			}
			testRemedy(t, changed, faults[0])
		})
	}
}

func TestFaults(t *testing.T) {
	endpoint := func(more string) map[string]string {
		return map[string]string{"endpoints": `[{"name":"sms-to-incident","path":"/sms"` + more + `}]`}
	}
	testFaults(t, map[string]faultTest{
		"compartment missing":   {one("compartmentId", ""), "compartmentId", "is missing"},
		"compartment no OCID":   {one("compartmentId", "cxbridge"), "compartmentId", "pulumi config set compartmentId ocid1.compartment"},
		"root compartment":      {one("compartmentId", "ocid1.tenancy.oc1..x"), "", ""},
		"tenancy a compartment": {one("tenancyId", "ocid1.compartment.oc1..x"), "tenancyId", "OCID of a tenancy"},
		"region missing":        {one("region", ""), "region", "us-ashburn-1"},
		"region a name":         {one("region", "Ashburn"), "region", "is no region identifier"},

		"VCN no CIDR":           {one("vcnCidr", "10.20.0.0"), "vcnCidr", "is no CIDR range"},
		"VCN too large":         {one("vcnCidr", "10.0.0.0/8"), "vcnCidr", "largest VCN is a /16"},
		"VCN IPv6":              {one("vcnCidr", "fd00::/48"), "vcnCidr", "IPv4 addresses only"},
		"VCN with host bits":    {one("vcnCidr", "10.20.3.0/16"), "vcnCidr", "10.20.0.0/16"},
		"subnet outside":        {one("publicSubnetCidr", "10.21.0.0/24"), "publicSubnetCidr", "not inside vcnCidr 10.20.0.0/16"},
		"subnet larger":         {one("privateSubnetCidr", "10.0.0.0/8"), "privateSubnetCidr", "not inside vcnCidr"},
		"subnet too small":      {one("privateSubnetCidr", "10.20.1.0/31"), "privateSubnetCidr", "smallest subnet is a /30"},
		"subnets overlap":       {one("privateSubnetCidr", "10.20.0.128/25"), "privateSubnetCidr", "overlaps publicSubnetCidr"},
		"nobody at the gateway": {one("gatewayAllowedCidrs", `[]`), "gatewayAllowedCidrs", "0.0.0.0/0"},
		"gateway CIDR bad":      {one("gatewayAllowedCidrs", `["0.0.0.0/0","any"]`), "gatewayAllowedCidrs[1]", `"any"`},
		"gateway CIDR twice":    {one("gatewayAllowedCidrs", `["0.0.0.0/0","0.0.0.0/0"]`), "gatewayAllowedCidrs[1]", "repeats"},
		"gateway CIDRs a text":  {one("gatewayAllowedCidrs", `"0.0.0.0/0"`), "gatewayAllowedCidrs", "cannot be read"},
		"clients from IPv6":     {one("allowedClientCidrs", `["2001:db8::/32"]`), "", ""},
		"client CIDR bad":       {one("allowedClientCidrs", `["10.0.0.300/32"]`), "allowedClientCidrs[0]", "is no CIDR range"},
		"nobody allowed":        {one("allowedClientCidrs", `[]`), "webhookSecret and allowedClientCidrs", "every request would be refused"},
		"secret instead":        {map[string]string{"allowedClientCidrs": `[]`, "webhookSecret": "0123456789abcdef"}, "", ""},
		"secret too short":      {one("webhookSecret", "0123456789abcde"), "webhookSecret", "openssl rand -hex 32"},
		"secret with a newline": {one("webhookSecret", "0123456789abcdef\n"), "webhookSecret", "a header cannot carry"},

		"host missing":       {one("b2cserviceHostname", ""), "b2cserviceHostname", "mysite.custhelp.com"},
		"host with scheme":   {one("b2cserviceHostname", "https://mysite.custhelp.com"), "b2cserviceHostname", "without scheme or path"},
		"host with path":     {one("b2cserviceHostname", "mysite.custhelp.com/services"), "b2cserviceHostname", "without scheme or path"},
		"host with user":     {one("b2cserviceHostname", "me@mysite.custhelp.com"), "b2cserviceHostname", "without scheme or path"},
		"host's port":        {one("b2cserviceHostname", "mysite.custhelp.com:65536"), "b2cserviceHostname", "is not a host name"},
		"user missing":       {one("b2cserviceUsername", ""), "b2cserviceUsername", "pulumi config set b2cserviceUsername"},
		"password missing":   {one("b2cservicePassword", ""), "b2cservicePassword", "pulumi config set --secret b2cservicePassword"},
		"vault without key":  {one("vaultId", "ocid1.vault.oc1..x"), "keyId", "though vaultId is set"},
		"key without vault":  {one("keyId", "ocid1.key.oc1..x"), "vaultId", "though keyId is set"},
		"vault and key":      {map[string]string{"vaultId": "ocid1.vault.oc1..x", "keyId": "ocid1.key.oc1..x"}, "", ""},
		"vault is a key":     {map[string]string{"vaultId": "ocid1.key.oc1..x", "keyId": "ocid1.key.oc1..x"}, "vaultId", "OCID of a vault"},
		"registry with URL":  {one("registry", "https://us-ashburn-1.ocir.io"), "registry", "pulumi config rm registry"},
		"rate of 0":          {one("rateLimit", `{"requestsPerSecond":0,"key":"TOTAL"}`), "rateLimit.requestsPerSecond", "lets nothing through"},
		"rate a text":        {one("rateLimit", `{"requestsPerSecond":10,"key":"IP"}`), "rateLimit.key", "neither CLIENT_IP nor TOTAL"},
		"rate key misspelt":  {one("rateLimit", `{"requestsPerSecond":10,"key":"TOTAL","burst":3}`), "rateLimit.burst", "is not a setting"},
		"origin with path":   {one("cors", `{"allowedOrigins":["https://a.example/x"]}`), "cors.allowedOrigins[0]", "scheme and host alone"},
		"credentials of all": {one("cors", `{"allowedOrigins":["*"],"isAllowCredentials":true}`), "cors.isAllowCredentials", "browsers refuse"},
		"age negative":       {one("cors", `{"maxAgeInSeconds":-1}`), "cors.maxAgeInSeconds", "is -1"},
		"log days":           {one("logRetentionInDays", "31"), "logRetentionInDays", "30, 60, 90"},

		"no endpoint":          {one("endpoints", `[]`), "endpoints", "nothing to call"},
		"endpoints an object":  {one("endpoints", `{"name":"x"}`), "endpoints", "is a list of"},
		"endpoint key unknown": {endpoint(`,"memory":128`), "endpoints[0].memory", "its keys are name, path, methods, config, memoryInMBs, timeoutInSeconds"},
		"endpoint key's case":  {endpoint(`,"Methods":["POST"]`), "endpoints[0].Methods", "is not a setting"},
		"endpoint type":        {endpoint(`,"memoryInMBs":"128"`), "endpoints[0].memoryInMBs", "cannot be read"},
		"memory not offered":   {endpoint(`,"memoryInMBs":200`), "endpoints[0].memoryInMBs", "128 256 512 1024 2048 3072"},
		"timeout too long":     {endpoint(`,"timeoutInSeconds":301`), "endpoints[0].timeoutInSeconds", "choose 1 to 300"},
		"timeout negative":     {endpoint(`,"timeoutInSeconds":-1`), "endpoints[0].timeoutInSeconds", "choose 1 to 300"},
		"timeout of 0":         {endpoint(`,"timeoutInSeconds":0`), "endpoints[0].timeoutInSeconds", "choose 1 to 300"},
		"no method":            {endpoint(`,"methods":[]`), "endpoints[0].methods", "leave it out for POST"},
		"authorizer's memory":  {one("authorizer", `{"memoryInMBs":100}`), "authorizer.memoryInMBs", "OCI does not offer"},
		"method without body":  {endpoint(`,"methods":["POST","GET"]`), "endpoints[0].methods[1]", "POST, PUT, PATCH"},
		"config key bad":       {endpoint(`,"config":{"a-b":"x"}`), "endpoints[0].config.a-b", "letters, digits and underscores"},
		"config key taken":     {endpoint(`,"config":{"b2cservice_hostname":"x"}`), "endpoints[0].config.b2cservice_hostname", "set by the stack itself"},
		"config plain secret":  {endpoint(`,"config":{"b2cservice_password":"x"}`), "endpoints[0].config.b2cservice_password", "set by the stack itself"},
		"config of two lines":  {endpoint(`,"config":{"a":"x\ny"}`), "endpoints[0].config.a", "on one line"},
		"config too long":      {endpoint(`,"config":{"a":"` + strings.Repeat("x", 4000) + `"}`), "endpoints[0].config", "OCI takes 4096"},
		"config long enough":   {endpoint(`,"config":{"a":"` + strings.Repeat("x", 3000) + `"}`), "", ""},
		"function unknown":     {one("endpoints", `[{"name":"nothing","path":"/x"}]`), "endpoints[0].name", "there are: sms-to-incident, webhook-authorizer, alarm-to-incident, event-to-incident, other"},
		"function a path":      {one("endpoints", `[{"name":"../x","path":"/x"}]`), "endpoints[0].name", "lower-case words"},
		"function twice":       {one("endpoints", `[{"name":"other","path":"/x"},{"name":"other","path":"/y"}]`), "endpoints[1].name", "is taken"},
		"authorizer called":    {one("endpoints", `[{"name":"webhook-authorizer","path":"/x"}]`), "endpoints[0].name", "is taken"},
		"path twice":           {one("endpoints", `[{"name":"other","path":"/x"},{"name":"sms-to-incident","path":"/x"}]`), "endpoints[1].path", "leads to other already"},
		"path missing":         {one("endpoints", `[{"name":"other"}]`), "endpoints[0].path", "is missing"},
		"path relative":        {one("endpoints", `[{"name":"other","path":"x"}]`), "endpoints[0].path", "does not start with a slash"},
		"path with nothing":    {one("endpoints", `[{"name":"other","path":"/a//b"}]`), "endpoints[0].path", `a part ""`},
		"path with a space":    {one("endpoints", `[{"name":"other","path":"/a b"}]`), "endpoints[0].path", `a part "a b"`},
		"path with parameter":  {one("endpoints", `[{"name":"other","path":"/a/{id}/"}]`), "", ""},
		"path with wildcard":   {one("endpoints", `[{"name":"other","path":"/a/{rest*}"}]`), "", ""},
		"alarm's function":     {one("endpoints", `[{"name":"alarm-to-incident","path":"/x"}]`), "endpoints[0].name", "is taken"},
		"wildcard inside":      {one("endpoints", `[{"name":"other","path":"/{rest*}/a"}]`), "endpoints[0].path", `"{rest*}"`},
	})
}

func TestUnencryptedSecretIsAFault(t *testing.T) {
	s := source(settingstest.Load(t, root, "local", passphrase), nil)
	s.IsSecret = func(key string) bool { return key != "b2cservicePassword" }
	_, err := settings.Decode(s)
	if diff := cmp.Diff([]string{"b2cservicePassword"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if strings.Contains(err.Error(), "local-desk-password") {
		t.Errorf("the error gives the secret away: %v", err)
	}
}

func TestStackNameBecomesPartOfNames(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for name, ok := range map[string]bool{
		"dev": true, "test-1a-b": true, strings.Repeat("a", 80): true,
		"Dev": false, "a--b": false, "-a": false, "": false, "a_b": false, "a.b": false, strings.Repeat("a", 81): false,
	} {
		s := source(values, nil)
		s.Stack = name
		if _, err := settings.Decode(s); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// Without the flow, the function's folder is not needed.
func TestAlarmFunctionIsNeededByItsFlowOnly(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for contact, want := range map[string][]string{"1": {"alarmToIncident"}, "": {}} {
		s := source(values, map[string]string{"b2cserviceContactId": contact, "alarms": "[]", "listeners": "[]"})
		s.Functions = []string{"sms-to-incident", "webhook-authorizer"}
		_, err := settings.Decode(s)
		if diff := cmp.Diff(want, keys(err)); diff != "" {
			t.Errorf("contact %q (-want +got):\n%s", contact, diff)
		}
	}
}
