package settings_test

import (
	"strings"
	"testing"
)

func TestAlarmFaults(t *testing.T) {
	alarm := func(more string) map[string]string {
		return map[string]string{"alarms": `[{"displayName":"A","namespace":"oci_secrets","severity":"INFO",
			"query":"CreateSecret[1m].sum() > 0"` + more + `}]`}
	}
	config := func(key, value string) map[string]string {
		return map[string]string{"alarmToIncident": `{"config":{"` + key + `":"` + value + `"}}`}
	}
	const tenancy = "ocid1.tenancy.oc1..cxbridgelocal"
	testFaults(t, map[string]faultTest{
		"no alarm flow":            {map[string]string{"b2cserviceContactId": "", "alarms": "[]", "listeners": "[]"}, "", ""},
		"contact but no alarm":     {one("alarms", "[]"), "", ""},
		"alarms without contact":   {map[string]string{"b2cserviceContactId": "", "listeners": "[]"}, "b2cserviceContactId", "pulumi config rm alarms"},
		"contact to be filled in":  {one("b2cserviceContactId", "<id>"), "b2cserviceContactId", "pulumi config rm b2cserviceContactId"},
		"contact a name":           {one("b2cserviceContactId", "Ops"), "b2cserviceContactId", "is no contact's id"},
		"contact with a sign":      {one("b2cserviceContactId", "+1"), "b2cserviceContactId", "is no contact's id"},
		"contact negative":         {one("b2cserviceContactId", "-1"), "b2cserviceContactId", "is no contact's id"},
		"operator no address":      {one("operatorEmails", `["ops"]`), "operatorEmails[0]", "is no e-mail address alone"},
		"operator to be filled in": {one("operatorEmails", `["<address>"]`), "operatorEmails[0]", "pulumi config rm --path 'operatorEmails[0]'"},
		"operator with a name":     {one("operatorEmails", `["Ops <ops@example.com>"]`), "operatorEmails[0]", "is no e-mail address alone"},
		"operator twice":           {one("operatorEmails", `["ops@example.com","Ops@example.com"]`), "operatorEmails[1]", "repeats"},
		"nobody operates":          {one("operatorEmails", `[]`), "", ""},

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
		"suppression key":    {alarm(`,"suppression":{"timeSuppressFrom":"2026-02-01T00:00:00Z","timeSuppressUntil":"2026-02-02T00:00:00Z","reason":"x"}`), "alarms[0].suppression.reason", "its keys are timeSuppressFrom"},
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
		"context too long":      {config("b2cservice_application_context", strings.Repeat("x", 41)), "alarmToIncident.config.b2cservice_application_context", "1 to 40"},
		"context":               {config("b2cservice_application_context", "the bridge"), "", ""},
		"product":               {config("b2cservice_product", "Cloud"), "", ""},
	})
}
