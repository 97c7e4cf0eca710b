package settings_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// plainSettings are all that can stand in a stack's file in plain, but must not; and around them what may.
const plainSettings = `
config:
  oci:privateKey: |
    -----BEGIN RSA PRIVATE KEY-----
    hush-1
    -----END RSA PRIVATE KEY-----
  oci:privateKeyPassword: hush-2
  oci:fingerprint: 20:3b:97:13:55:1c
  oci:privateKeyPath: ~/.oci/key.pem
  cxbridge:b2cservicePassword: hush-3
  cxbridge:b2cserviceUsername: >-
    -----BEGIN PRIVATE KEY-----hush-4
  cxbridge:b2cserviceHostname: https://me:hush-5@mysite.custhelp.com
  cxbridge:owner: "Bearer hush-6-hush-6-hush-6"
  cxbridge:region: us-ashburn-1
  cxbridge:regoin: us-ashburn-1
  cxbridge:endpoints:
    - name: sms-to-incident
      path: /sms
      config:
        other_token: hush-7
        b2cservice_version: eyJhdXRoIjoiaHVzaC04In0.eyJodXNoIjoiOCJ9.hush-8
        "odd key": 1
        maps_api_key: hush-11
        accounts: '[{"name": "a", "Passwords": ["hush-12"]}]'
        json: '{"a": [1, "b", null], "token": ""}'
  cxbridge:alarmToIncident: '{"config": {"other_secret": "hush-10"}}'
  cxbridge:listeners:
    - apiName: a
      basic: {username: u, password: 123456789}
    - apiName: b
      oidcClientCredentials:
        clientSecret: hush-9
        jwksUri: https://idp.example/keys
`

// Whatever stands in plain is told by its name, and not by what it is.
func TestPlainSecretsAreFaults(t *testing.T) {
	values := loadText(t, plainSettings)
	_, err := settings.Decode(source(values, nil))
	var got []string
	for _, fault := range faultsOf(err) {
		if strings.Contains(fault.Problem, "stands unencrypted") {
			got = append(got, fault.Key+" "+strings.TrimSuffix(fault.Problem, ", but stands unencrypted in the stack's file"))
			if !strings.Contains(fault.Remedy, "pulumi config set --secret") {
				t.Errorf("%s has the remedy %q", fault.Key, fault.Remedy)
			}
		}
	}
	want := []string{
		"alarmToIncident.config.other_secret is a secret",
		"b2cserviceHostname is an address with a password",
		"b2cservicePassword is a secret",
		"b2cserviceUsername is a private key",
		"endpoints[0].config.accounts is a secret",
		"endpoints[0].config.b2cservice_version is a token",
		"endpoints[0].config.maps_api_key is a secret",
		"endpoints[0].config.other_token is a secret",
		"listeners[0].basic.password is a secret",
		"listeners[1].oidcClientCredentials.clientSecret is a secret",
		"oci:privateKey is a private key",
		"oci:privateKeyPassword is a secret",
		"owner is credentials",
	}
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(got))); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
	if err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("the error tells what stands there: %v", err)
	}
	if !slices.Contains(keys(err), "regoin") {
		t.Errorf("what is no setting is taken: %v", err)
	}
}

// A list that is secret to the engine, as one of its members is encrypted, may hold others in plain.
func TestPlainSecretBesideEncryptedOnesIsAFault(t *testing.T) {
	text := stackFile(t, "Pulumi.local.yaml")
	encrypted := regexp.MustCompile(`password:\n\s+secure: v1:Hs\S+`)
	if !encrypted.MatchString(text) {
		t.Fatal("the file has no such password")
	}
	_, err := settings.Decode(source(loadLocal(t, encrypted.ReplaceAllString(text, "password: hush-hush-hush-hush")), nil))
	if diff := cmp.Diff([]string{"listeners[1].basic.password"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}

// What a form of secret gives away is looked for in every text; what merely resembles one is left alone.
func TestWhatLooksLikeASecret(t *testing.T) {
	for text, isSecret := range map[string]bool{
		"-----BEGIN PRIVATE KEY-----": true, "-----BEGIN ENCRYPTED PRIVATE KEY-----": true, "-----BEGIN OPENSSH PRIVATE KEY-----": true,
		"-----BEGIN CERTIFICATE-----": false, "-----BEGIN PUBLIC KEY-----": false,
		"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.": true, "eyJhbGciOiJub25lIn0": false,
		"Bearer 0123456789abcdef": true, "basic Y3hicmlkZ2U6aHVzaA==": true, "Basic services": false, "Bearer of bad news": false,
		"https://a:b@c.example/": true, "https://c.example/a:b@c": false, "https://a@c.example/": false, "mailto:a@c.example": false,
	} {
		values := loadText(t, fmt.Sprintf("config:\n  cxbridge:owner: %q\n", text))
		_, err := settings.Decode(source(values, nil))
		got := slices.ContainsFunc(faultsOf(err), func(f settings.Fault) bool {
			return f.Key == "owner" && strings.Contains(f.Problem, "stands unencrypted")
		})
		if got != isSecret {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A preview names everything that is wrong at once, whatever kind of thing it is.
func TestTenFaultsAreNamedTogether(t *testing.T) {
	text := stackFile(t, "Pulumi.local.yaml")
	for _, change := range [][2]string{
		{"cxbridge:owner: local", "cxbridge:owner: <whose>"},
		{"compartmentId: ocid1.compartment.oc1.", "compartmentId: ocid1.compartment.oc2."},
		{"cxbridge:b2cserviceHostname: 127.0.0.1:8483", "cxbridge:b2cserviceHostname: https://mysite.custhelp.com"},
		{"  cxbridge:cors:\n", "  cxbridge:logRetentionInDays: thirty\n  cxbridge:protect: maybe\n  cxbridge:cors:\n"},
		{"maxAgeInSeconds: 600", "maxAge: 600"},
		{"    username: events\n", "    username: events:1\n"},
		{"severity: INFO", "severity: SLIGHT"},
		{"cxbridge:registryUser: cxbridge/local", "cxbridge:regsitryUser: cxbridge/local\n  cxbridge:expires: 2020-01-01T00:00:00Z\n  cxbridge:shape: X86"},
		{"    - operators@cxbridge.example", "    - operators"},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the file has no %q", change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	_, err := settings.Decode(source(loadLocal(t, text), nil))
	want := []string{
		"alarms[0].severity", "b2cserviceHostname", "compartmentId", "cors.maxAge", "expires", "listeners[1].basic.username", "logRetentionInDays",
		"operatorEmails[0]", "owner", "protect", "registryUser", "regsitryUser", "shape",
	}
	if diff := cmp.Diff(want, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
}

// Whatever a stack's file holds, reading it ends, and no error tells what stands in plain under a secret's name.
func FuzzPlain(f *testing.F) {
	f.Add("listeners", `[{"basic":{"password":"hush-hush-hush"}}]`)
	f.Add("oci:privateKey", `"-----BEGIN PRIVATE KEY-----hush-hush-hush"`)
	f.Add("endpoints", `[{"config":{"a b":{"secure":1},"token":["hush-hush-hush"]}}]`)
	f.Add("owner", `"https://a:hush-hush-hush@b"`)
	f.Fuzz(func(t *testing.T, key, value string) {
		name, err := config.ParseKey(key)
		if err != nil {
			name = config.MustMakeKey("cxbridge", "owner")
		}
		var written config.Value
		if written.UnmarshalJSON([]byte(value)) != nil {
			return
		}
		plain := settings.Source{
			Project: "cxbridge", Stack: "local", Functions: functions, File: config.Map{name: written},
			Get: func(string) string { return "" }, IsSecret: func(string) bool { return false },
		}
		if _, err := settings.Decode(plain); err == nil || strings.Contains(err.Error(), "hush-hush-hush") {
			t.Errorf("%s = %s: %v", key, value, err)
		}
	})
}
