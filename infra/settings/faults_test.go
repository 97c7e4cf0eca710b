package settings_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

func TestFaults(t *testing.T) {
	endpoint := func(more string) map[string]string {
		return map[string]string{"endpoints": `[{"name":"sms-to-incident","path":"/sms"` + more + `}]`}
	}
	alarm := func(more string) map[string]string {
		return map[string]string{"alarms": `[{"displayName":"A","namespace":"oci_secrets","severity":"INFO",
			"query":"CreateSecret[1m].sum() > 0"` + more + `}]`}
	}
	config := func(key, value string) map[string]string {
		return map[string]string{"alarmToIncident": `{"config":{"` + key + `":"` + value + `"}}`}
	}
	const tenancy = "ocid1.tenancy.oc1..cxbridgelocal"
	values := settingstest.Load(t, root, "local", passphrase)
	one := func(key, value string) map[string]string { return map[string]string{key: value} }
	for name, test := range map[string]struct {
		changes map[string]string
		key     string // of the only fault; empty: there is none
		tells   string // part of its problem or remedy
	}{
		"compartment missing":   {one("compartmentId", ""), "compartmentId", "is missing"},
		"compartment no OCID":   {one("compartmentId", "cxbridge"), "compartmentId", "pulumi config set compartmentId ocid1.compartment"},
		"root compartment":      {one("compartmentId", "ocid1.tenancy.oc1..x"), "", ""},
		"tenancy a compartment": {one("tenancyId", "ocid1.compartment.oc1..x"), "tenancyId", "OCID of a tenancy"},
		"region missing":        {one("region", ""), "region", "us-ashburn-1"},
		"region a name":         {one("region", "Ashburn"), "region", "is no region identifier"},
		"region of government":  {one("region", "us-gov-ashburn-1"), "", ""},

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
		"config too long":      {endpoint(`,"config":{"a":"` + strings.Repeat("x", 4000) + `"}`), "endpoints[0].config", "OCI takes 4096"},
		"config long enough":   {endpoint(`,"config":{"a":"` + strings.Repeat("x", 3000) + `"}`), "", ""},
		"function unknown":     {one("endpoints", `[{"name":"nothing","path":"/x"}]`), "endpoints[0].name", "there are: sms-to-incident, webhook-authorizer, alarm-to-incident, other"},
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

		"no alarm flow":          {map[string]string{"b2cserviceContactId": "", "alarms": "[]"}, "", ""},
		"contact but no alarm":   {one("alarms", "[]"), "", ""},
		"alarms without contact": {one("b2cserviceContactId", ""), "b2cserviceContactId", "pulumi config rm alarms"},
		"contact a name":         {one("b2cserviceContactId", "Ops"), "b2cserviceContactId", "is no contact's id"},
		"contact with a sign":    {one("b2cserviceContactId", "+1"), "b2cserviceContactId", "is no contact's id"},
		"contact negative":       {one("b2cserviceContactId", "-1"), "b2cserviceContactId", "is no contact's id"},
		"operator no address":    {one("operatorEmails", `["ops"]`), "operatorEmails[0]", "is no e-mail address alone"},
		"operator with a name":   {one("operatorEmails", `["Ops <ops@example.com>"]`), "operatorEmails[0]", "is no e-mail address alone"},
		"operator twice":         {one("operatorEmails", `["ops@example.com","Ops@example.com"]`), "operatorEmails[1]", "repeats"},
		"nobody operates":        {one("operatorEmails", `[]`), "", ""},

		"alarm":                  {alarm(``), "", ""},
		"alarms an object":       {one("alarms", `{}`), "alarms", "is a list of {displayName, namespace, query"},
		"alarm key unknown":      {alarm(`,"overrides":[]`), "alarms[0].overrides", "its keys are displayName"},
		"alarm's name missing":   {alarm(`,"displayName":""`), "alarms[0].displayName", "is missing"},
		"alarm's name of signs":  {alarm(`,"displayName":"!"`), "alarms[0].displayName", "neither letter nor digit"},
		"alarm's name too long":  {alarm(`,"displayName":"` + strings.Repeat("é", 256) + `"`), "alarms[0].displayName", "has 256 characters"},
		"alarm's name long":      {alarm(`,"displayName":"` + strings.Repeat("é", 255) + `"`), "", ""},
		"title too long":         {alarm(`,"notificationTitle":"` + strings.Repeat("x", 256) + `"`), "alarms[0].notificationTitle", "OCI takes 255"},
		"body too long":          {alarm(`,"body":"` + strings.Repeat("x", 1001) + `"`), "alarms[0].body", "OCI takes 1000"},
		"namespace missing":      {alarm(`,"namespace":""`), "alarms[0].namespace", "is missing"},
		"namespace with hyphen":  {alarm(`,"namespace":"my-app"`), "alarms[0].namespace", "underscores"},
		"severity missing":       {alarm(`,"severity":""`), "alarms[0].severity", "is missing"},
		"severity in lower case": {alarm(`,"severity":"critical"`), "alarms[0].severity", "choose of CRITICAL, ERROR"},
		"query missing":          {alarm(`,"query":""`), "alarms[0].query", "cannot be read"},
		"query without trigger":  {alarm(`,"query":"CreateSecret[1m].sum()"`), "alarms[0].query", "trigger rule"},
		"query too long": {alarm(`,"query":"(a[1m].sum() > 0)` + strings.Repeat(" || (a[1m].sum() > 0)", 200) + `"`),
			"alarms[0].query", "OCI takes 4000"},
		"query of absence":       {alarm(`,"query":"CreateSecret[1m].absent()"`), "", ""},
		"query of the vault":     {alarm(`,"query":"CreateSecret[1m]{vaultId = \"${vaultId}\"}.sum() > 0"`), "", ""},
		"query of another":       {alarm(`,"query":"CreateSecret[1m]{vaultId = \"${keyId}\"}.sum() > 0"`), "alarms[0].query", "${vaultId}"},
		"resource group":         {alarm(`,"resourceGroup":"front-end.$1"`), "", ""},
		"resource group bad":     {alarm(`,"resourceGroup":"1st"`), "alarms[0].resourceGroup", "a letter first"},
		"metric compartment bad": {alarm(`,"metricCompartmentId":"x"`), "alarms[0].metricCompartmentId", "OCID of a compartment or tenancy"},
		"subtree of tenancy":     {alarm(`,"metricCompartmentId":"` + tenancy + `","metricCompartmentIdInSubtree":true`), "", ""},
		"subtree of compartment": {alarm(`,"metricCompartmentIdInSubtree":true`), "alarms[0].metricCompartmentIdInSubtree", "whole tenancy only"},
		"pending an hour":        {alarm(`,"pendingDuration":"PT60M"`), "", ""},
		"pending too long":       {alarm(`,"pendingDuration":"PT61M"`), "alarms[0].pendingDuration", "from PT1M to PT1H"},
		"pending too short":      {alarm(`,"pendingDuration":"PT0S"`), "alarms[0].pendingDuration", "shorter than OCI offers"},
		"pending half a minute":  {alarm(`,"pendingDuration":"PT90S"`), "alarms[0].pendingDuration", "is not whole minutes"},
		"pending nothing":        {alarm(`,"pendingDuration":""`), "alarms[0].pendingDuration", "is missing"},
		"pending no duration":    {alarm(`,"pendingDuration":"5m"`), "alarms[0].pendingDuration", "is no ISO 8601 duration"},
		"pending a fraction":     {alarm(`,"pendingDuration":"PT0.5H"`), "alarms[0].pendingDuration", "is no ISO 8601 duration"},
		"pending twice":          {alarm(`,"pendingDuration":"PT1M1M"`), "alarms[0].pendingDuration", "is no ISO 8601 duration"},
		"repeat 30 days":         {alarm(`,"repeatNotificationDuration":"P30D"`), "", ""},
		"repeat too long":        {alarm(`,"repeatNotificationDuration":"P31D"`), "alarms[0].repeatNotificationDuration", "longer than OCI offers"},
		"slack too short":        {alarm(`,"evaluationSlackDuration":"PT2M"`), "alarms[0].evaluationSlackDuration", "from PT3M to PT2H"},
		"suppressed": {alarm(`,"suppression":{"timeSuppressFrom":"2026-02-01T00:00:00Z","timeSuppressUntil":"2026-02-01T01:00:00+01:00"}`),
			"alarms[0].suppression.timeSuppressUntil", "is not after timeSuppressFrom"},
		"suppressed rightly": {alarm(`,"suppression":{"timeSuppressFrom":"2026-02-01T00:00:00Z","timeSuppressUntil":"2026-02-02T00:00:00Z"}`), "", ""},
		"suppressed by day":  {alarm(`,"suppression":{"timeSuppressFrom":"2026-02-01","timeSuppressUntil":"2026-02-02T00:00:00Z"}`), "alarms[0].suppression.timeSuppressFrom", "is no RFC 3339 time"},
		"suppression key":    {alarm(`,"suppression":{"timeSuppressFrom":"2026-02-01T00:00:00Z","timeSuppressUntil":"2026-02-02T00:00:00Z","reason":"x"}`), "alarms[0].suppression", `unknown field "reason"`},
		"alarms alike": {one("alarms", `[{"displayName":"A b","namespace":"n","severity":"INFO","query":"m[1m].sum() > 0"},
			{"displayName":"a-B","namespace":"n","severity":"INFO","query":"m[1m].sum() > 0"}]`), "alarms[1].displayName", `too much like "A b"`},

		"function's memory":     {one("alarmToIncident", `{"memoryInMBs":100}`), "alarmToIncident.memoryInMBs", "OCI does not offer"},
		"function's key":        {one("alarmToIncident", `{"memory":128}`), "alarmToIncident.memory", "its keys are config, memoryInMBs"},
		"severity named":        {config("severity_ERROR", "2 - Severe"), "", ""},
		"severity not named":    {config("severity_ERROR", ""), "alarmToIncident.config.severity_ERROR", "leave it out"},
		"severity there is not": {config("severity_FATAL", "1"), "alarmToIncident.config.severity_FATAL", "severity_CRITICAL, severity_ERROR"},
		"status there is not":   {config("status_RESET", "Solved"), "alarmToIncident.config.status_RESET", "status_FIRING, status_OK"},
		"reopened never":        {config("reopen_within", "0"), "", ""},
		"reopened in days":      {config("reopen_within", "3d"), "alarmToIncident.config.reopen_within", "72h"},
		"reopened before":       {config("reopen_within", "-1h"), "alarmToIncident.config.reopen_within", "72h"},
		"repeat unknown":        {config("repeat_as", "note"), "alarmToIncident.config.repeat_as", "thread or count"},
		"incident for unknown":  {config("incident_for", "stream"), "alarmToIncident.config.incident_for", "alarm or resource"},
		"attribute alone":       {config("dedupe_key_attribute", "dedupe_key"), "alarmToIncident.config.dedupe_key_attribute", "OCI.dedupe_key"},
		"function's own key":    {config("ledger_table_ocid", "x"), "alarmToIncident.config.ledger_table_ocid", "set by the stack itself"},
		"function's key wrong":  {config("b2cservice_qeue", "Cloud"), "alarmToIncident.config.b2cservice_qeue", "b2cservice_product, b2cservice_queue"},
		"function's key bad":    {config("a-b", "x"), "alarmToIncident.config.a-b", "letters, digits and underscores"},
		"rules suppressed":      {config("b2cservice_suppress_rules", "yes"), "alarmToIncident.config.b2cservice_suppress_rules", "true or false"},
		"product":               {config("b2cservice_product", "Cloud"), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := settings.Decode(source(values, test.changes))
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
		})
	}
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
		s := source(values, map[string]string{"b2cserviceContactId": contact, "alarms": "[]"})
		s.Functions = []string{"sms-to-incident", "webhook-authorizer"}
		_, err := settings.Decode(s)
		if diff := cmp.Diff(want, keys(err)); diff != "" {
			t.Errorf("contact %q (-want +got):\n%s", contact, diff)
		}
	}
}

func FuzzDecode(f *testing.F) {
	values := settingstest.Load(f, root, "local", passphrase)
	f.Add(`[{"name":"sms-to-incident","path":"/sms"}]`, `{"requestsPerSecond":1,"key":"TOTAL"}`, `["10.0.0.0/8"]`, `[]`)
	f.Add(`[{"name":"other","path":"/{a}/{b*}","config":{"k":"v"}}]`, `{}`, `[]`, values.Get("alarms"))
	f.Add(`[null]`, `null`, `null`, `[null]`)
	f.Add(`[]`, `{}`, `[]`, `[{"displayName":"A","suppression":{"timeSuppressFrom":"x"},"pendingDuration":"PT","query":"${vaultId}"}]`)
	f.Fuzz(func(t *testing.T, endpoints, rate, cidrs, alarms string) {
		s, err := settings.Decode(source(values, map[string]string{
			"endpoints": endpoints, "rateLimit": rate, "allowedClientCidrs": cidrs, "alarms": alarms,
		}))
		if err != nil {
			return
		}
		if s.RateLimit.RequestsPerSecond < 1 || len(s.Endpoints) == 0 || len(s.Access.AllowedClientCidrs) == 0 {
			t.Errorf("accepted %+v", s)
		}
		for _, endpoint := range s.Endpoints {
			if !strings.HasPrefix(endpoint.Path, "/") || strings.Contains(endpoint.Path, "//") {
				t.Errorf("accepted the path %q", endpoint.Path)
			}
		}
		for _, alarm := range s.Alarms {
			if strings.Contains(alarm.QueryFor("ocid1.vault.oc1..x"), "${") || alarm.DisplayName == "" || alarm.Severity == "" {
				t.Errorf("accepted the alarm %+v", alarm)
			}
		}
	})
}
