package main

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// secretValues are what withSecret puts into the vault, by the secrets' names.
var secretValues = map[string]string{
	"basic-accounts":      `{"productOrderingManagement":{"username":"events","password":"local-events-password"}}`,
	"b2cservice-username": withSecret["b2cserviceUsername"],
	"b2cservice-password": withSecret["b2cservicePassword"],
	"webhook-secret":      withSecret["webhookSecret"],
}

func TestSecretsAreKeptInTheVault(t *testing.T) {
	r := succeed(t, &run{changes: withSecret})
	got, names := map[string]string{}, map[any]bool{}
	for _, secret := range r.all(secretType) {
		in := secret.plain()
		names[in["secretName"]] = true
		content := in["secretContent"].(map[string]any)
		text, err := base64.StdEncoding.DecodeString(content["content"].(string))
		if err != nil || content["contentType"] != "BASE64" {
			t.Errorf("%s has content %v: %v", secret.Name, content["contentType"], err)
		}
		got[secret.Name] = string(text)
		if !strings.HasPrefix(in["secretName"].(string), "cxbridge-local-"+secret.Name+"-") {
			t.Errorf("%s has the name %v", secret.Name, in["secretName"])
		}
		if !slices.Contains(secret.RegisterRPC.GetAdditionalSecretOutputs(), "secretContent") {
			t.Errorf("the content of %s is not secret in what the provider returns", secret.Name)
		}
	}
	if diff := cmp.Diff(secretValues, got); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
	if len(names) != len(secretValues) {
		t.Errorf("names %v", names)
	}
}

// A secret that comes and goes with a setting would find its name taken, pending deletion. So its place is kept, and no
// function is told of it.
func TestUnsetSecretsKeepTheirPlaces(t *testing.T) {
	r := succeed(t, &run{changes: noListeners})
	for _, name := range []string{"webhook-secret", "basic-accounts"} {
		secret := r.one(t, secretType, name)
		if got, want := secret.plain()["secretContent"].(map[string]any)["content"], base64.StdEncoding.EncodeToString([]byte("{}")); got != want {
			t.Errorf("%s holds %v, want %s", name, got, want)
		}
		for _, one := range r.all("") {
			visit(string(one.urn), resource.NewProperty(one.Inputs), false, func(path, text string, _ bool) {
				if strings.Contains(text, secret.id) {
					t.Errorf("%s names %s", path, name)
				}
			})
		}
	}
}

// A secret's value may stand in properties that are marked secret, and in no other.
func TestEverySecretIsMarkedSecret(t *testing.T) {
	r := succeed(t, &run{changes: withSecret})
	hidden := 0
	for _, one := range r.all("") {
		visit(string(one.urn), resource.NewProperty(one.Inputs), false, func(path, text string, secret bool) {
			if !holdsSecret(text) {
				return
			}
			if secret {
				hidden++
			} else {
				t.Errorf("%s holds a secret and is not marked secret", path)
			}
		})
	}
	// Each value in the vault, and what the registrations tell: two clients' secrets, a password, and the account to register.
	if want := len(secretValues) + 4; hidden != want {
		t.Errorf("%d secret properties hold a secret, want %d", hidden, want)
	}
}

// What a function's configuration has encrypted in the stack's file must not stand in plain in the state.
func TestEncryptedConfigurationIsMarkedSecret(t *testing.T) {
	for setting, value := range map[string]string{
		"endpoints":       `[{"name":"sms-to-incident","path":"/sms","config":{"b2cservice_version":"hush-hush"}}]`,
		"alarmToIncident": `{"config":{"b2cservice_version":"hush-hush"}}`,
		"eventToIncident": `{"config":{"b2cservice_version":"hush-hush"}}`,
	} {
		for _, encrypted := range [][]string{nil, {setting}} {
			found := 0
			r := succeed(t, &run{changes: map[string]string{setting: value}, secret: encrypted})
			for _, one := range r.all(functionType) {
				visit(string(one.urn), resource.NewProperty(one.Inputs), false, func(path, text string, secret bool) {
					if text != "hush-hush" {
						return
					}
					if found++; secret != (encrypted != nil) {
						t.Errorf("%s: secret %t, want %t", path, secret, encrypted != nil)
					}
				})
			}
			if found != 1 {
				t.Errorf("%s: the value stands in %d properties", setting, found)
			}
		}
	}
}

// holdsSecret says whether a text tells a secret, as it is or encoded.
func holdsSecret(text string) bool {
	others := []string{"local-auth-token", "local-events-password", "local-events-secret", "local-desk-password"}
	for _, value := range append(slices.Collect(maps.Values(secretValues)), others...) {
		if strings.Contains(text, value) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(value))) {
			return true
		}
	}
	return false
}

// visit calls see for each text in a property.
func visit(path string, value resource.PropertyValue, secret bool, see func(path, text string, secret bool)) {
	switch {
	case value.IsSecret():
		visit(path, value.SecretValue().Element, true, see)
	case value.IsObject():
		for key, element := range value.ObjectValue() {
			visit(path+"."+string(key), element, secret, see)
		}
	case value.IsArray():
		for i, element := range value.ArrayValue() {
			visit(fmt.Sprintf("%s[%d]", path, i), element, secret, see)
		}
	case value.IsString():
		see(path, value.StringValue(), secret)
	}
}

func TestFunctionsGetTheirOwnSecretsOCIDs(t *testing.T) {
	r := succeed(t, &run{changes: withSecret})
	id := func(name string) string { return r.one(t, secretType, name).id }
	want := map[string]any{
		"application":        map[string]any{"allowed_client_cidrs": "127.0.0.1/32", "webhook_secret_ocid": id("webhook-secret")},
		"webhook-authorizer": map[string]any{"basic_accounts_ocid": id("basic-accounts")},
		"sms-to-incident": map[string]any{
			"b2cservice_hostname":      "127.0.0.1:8483",
			"b2cservice_username_ocid": id("b2cservice-username"),
			"b2cservice_password_ocid": id("b2cservice-password"),
		},
		"alarm-to-incident": map[string]any{
			"b2cservice_hostname":      "127.0.0.1:8483",
			"b2cservice_username_ocid": id("b2cservice-username"),
			"b2cservice_password_ocid": id("b2cservice-password"),
			"b2cservice_contact_id":    "1",
			"ledger_table_ocid":        r.one(t, tableType, "ledger").id,
		},
		"event-to-incident": map[string]any{
			"b2cservice_hostname":      "127.0.0.1:8483",
			"b2cservice_username_ocid": id("b2cservice-username"),
			"b2cservice_password_ocid": id("b2cservice-password"),
			"b2cservice_contact_id":    "1",
			"ledger_table_ocid":        r.one(t, tableType, "ledger").id,
			"event_apis": `{"customerBillManagement":{"version":"v5"},"productOrderingManagement":{"version":"v4"},` +
				`"troubleTicket":{"version":"v4"}}`,
		},
	}
	got := map[string]any{"application": r.one(t, applicationType, "application").plain()["config"]}
	for _, function := range r.all(functionType) {
		got[function.Name] = function.plain()["config"]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}
