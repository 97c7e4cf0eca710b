package settings_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

// However many faults of whatever kinds there are, none hides another, and none makes up another.
func TestFaultsHideNoOthers(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for name, test := range map[string]struct {
		changes map[string]string
		want    []string // the keys of the faults, sorted
	}{
		"nothing there": {
			map[string]string{
				"compartmentId": "", "tenancyId": "", "region": "", "owner": "", "shape": "", "vcnCidr": "", "publicSubnetCidr": "",
				"privateSubnetCidr": "", "b2cserviceHostname": "", "b2cserviceUsername": "", "b2cservicePassword": "",
				"gatewayAllowedCidrs": "[]", "endpoints": "[]", "cxifPassword": "", "registryPassword": "",
			},
			[]string{
				"b2cserviceHostname", "b2cservicePassword", "b2cserviceUsername", "compartmentId", "cxifPassword", "endpoints",
				"gatewayAllowedCidrs", "owner", "privateSubnetCidr", "publicSubnetCidr", "region", "registryPassword", "shape", "tenancyId", "vcnCidr",
			},
		},
		"nothing filled in": {
			map[string]string{
				"compartmentId": "<OCID>", "tenancyId": "<OCID>", "region": "<region>", "homeRegion": "<region>", "owner": "<team>", "shape": "<shape>",
				"vcnCidr": "<range>", "b2cserviceHostname": "<host>", "b2cserviceUsername": "<user>", "b2cserviceContactId": "<id>",
				"expires": "<time>", "certificateId": "<OCID>", "registryUser": "<user>", "registryNamespace": "<namespace>", "vaultId": "<OCID>",
			},
			[]string{
				"b2cserviceContactId", "b2cserviceHostname", "b2cserviceUsername", "certificateId", "compartmentId", "expires", "homeRegion",
				"keyId", "owner", "region", "registryNamespace", "registryUser", "shape", "tenancyId", "vaultId", "vcnCidr",
			},
		},
		"of another type": {
			map[string]string{
				"owner": `{"a":"b"}`, "protect": "1.5", "foundation": "no", "logRetentionInDays": "[30]", "gatewayAllowedCidrs": `{}`,
				"endpoints": `"sms-to-incident"`, "alarms": "7", "listeners": `{"apiName":"a"}`, "operatorEmails": `"ops@example.com"`,
				"cors": "*", "cxif": "[]", "alarmToIncident": "x", "allowedClientCidrs": `"10.0.0.0/8"`, "rateLimit": "10",
				"authorizer": "256", "eventToIncident": `"x"`,
			},
			[]string{
				"alarmToIncident", "alarms", "allowedClientCidrs", "authorizer", "cors", "cxif", "endpoints", "eventToIncident", "foundation",
				"gatewayAllowedCidrs", "listeners", "logRetentionInDays", "operatorEmails", "owner", "protect", "rateLimit",
			},
		},
		"of members": {
			map[string]string{
				"endpoints": `["sms", {"name": "other", "path": "x", "methods": "GET", "memory": 1, "timeoutInSeconds": 0}]`,
				"rateLimit": `{"requestsPerSecond": -1, "Key": "TOTAL"}`, "authorizer": `{"memoryInMBs": "256", "provisionedConcurrency": 3}`,
				"listeners": `[{"apiName": "a:b", "apiVersion": "4", "apiId": "orcl-621", "basic": "x"}]`, "cxif": `{"endpont": "x", "username": "u"}`,
			},
			[]string{
				"authorizer.memoryInMBs", "authorizer.provisionedConcurrency", "cxif.endpoint", "cxif.endpont", "endpoints[0]", "endpoints[1].memory",
				"endpoints[1].methods", "endpoints[1].path", "endpoints[1].timeoutInSeconds", "listeners[0].apiName", "listeners[0].apiVersion",
				"listeners[0].basic", "rateLimit.Key", "rateLimit.key", "rateLimit.requestsPerSecond",
			},
		},
		"contradicting each other": {
			map[string]string{
				"keyId": "", "vaultId": "ocid1.key.oc1..x", "expires": "2999-01-01T00:00:00Z", "protect": "true", "homeRegion": "us-luke-1",
				"registryNamespace": "cxbridge", "registryUser": "other/me", "vcnCidr": "ten", "publicSubnetCidr": "10.20.0.0/31",
				"privateSubnetCidr": "10.20.0.0/24", "cors": `{"allowedOrigins": ["*"], "isAllowCredentials": true}`, "b2cserviceContactId": "",
				"eventToIncident": `{"b2cserviceContactId": "8"}`,
			},
			[]string{
				"b2cserviceContactId", "cors.isAllowCredentials", "homeRegion", "keyId", "privateSubnetCidr", "protect", "publicSubnetCidr",
				"registryUser", "vaultId", "vcnCidr",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := settings.Decode(source(values, test.changes))
			if diff := cmp.Diff(test.want, keys(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

// A preview pushes nothing, and needs nobody to push. Whom to fill in is told all the same.
func TestPreviewNamesPlaceholders(t *testing.T) {
	s := source(settingstest.Load(t, root, "local", passphrase), map[string]string{"registryUser": "<namespace>/<user>", "registryPassword": ""})
	s.Preview = true
	_, err := settings.Decode(s)
	if diff := cmp.Diff([]string{"registryUser"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// What stands under another project's name would be overlooked.
func TestSettingsOfOthersAreFaults(t *testing.T) {
	text := strings.Replace(stackFile(t, "Pulumi.local.yaml"), "  cxbridge:owner:",
		"  cxbrigde:homeRegion: us-phoenix-1\n  oci:userOcid: ocid1.user.oc1..x\n  pulumi:disable-default-providers: [oci]\n  cxbridge:owner:", 1)
	_, err := settings.Decode(source(loadLocal(t, text), nil))
	if diff := cmp.Diff([]string{"cxbrigde:homeRegion"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}
