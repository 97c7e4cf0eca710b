package settings_test

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// command is what people type to change a setting, without quotes.
type command struct {
	verb         string // set or rm
	secret, path bool
	key, value   string
}

var commandForm = regexp.MustCompile(
	`pulumi config (set|rm)( --secret)?( --path)? (?:'([^']+)'|([^ ';,]+))(?: (?:'([^']+)'|([^ ';,]+)))?`)

// commandOf is the first one of a remedy, with something for … in it. There may be none, what stands in angle brackets is the
// reader's to fill in, and what is removed is as Pulumi.yaml has it.
func commandOf(remedy string) (command, bool) {
	part := commandForm.FindStringSubmatch(remedy)
	if part == nil {
		return command{}, false
	}
	c := command{part[1], part[2] != "", part[3] != "", part[4] + part[5], strings.ReplaceAll(part[6]+part[7], "…", "x")}
	return c, !strings.HasPrefix(c.value, "<") && (c.verb == "set" || c.path)
}

// typed are the settings after a command, which changes a stack's file as the Pulumi CLI does.
func typed(t *testing.T, from settings.Source, c command) settings.Source {
	t.Helper()
	name := strings.FieldsFunc(c.key, func(r rune) bool { return r == '.' || r == '[' })[0]
	root, key := config.MustMakeKey("cxbridge", name), config.MustMakeKey("cxbridge", c.key)
	value := config.NewValue(c.value)
	if c.secret {
		value = config.NewSecureValue(base64.StdEncoding.EncodeToString([]byte("what-is-typed-in-then")))
	}
	stack := config.Map{}
	if text := from.Get(name); c.path && text != "" {
		stack[root] = config.NewObjectValue(text)
	}
	change := func() error { return stack.Set(key, value, c.path) }
	if c.verb == "rm" {
		change = func() error { return stack.Remove(key, c.path) }
	}
	if err := change(); err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	texts, err := stack.Decrypt(config.Base64Crypter)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	after := from
	after.Get = func(key string) string {
		if key == name {
			return texts[root]
		}
		return from.Get(key)
	}
	after.IsSecret = func(key string) bool { return c.secret && key == name || from.IsSecret(key) }
	return after
}

// testRemedy types the command that a fault's remedy begins with: the fault must be gone then.
func testRemedy(t *testing.T, from settings.Source, fault settings.Fault) {
	t.Helper()
	c, ok := commandOf(fault.Remedy)
	if !ok {
		return
	}
	if _, err := settings.Decode(typed(t, from, c)); slices.Contains(keys(err), fault.Key) {
		t.Errorf("%+v is no remedy: %v", c, err)
	}
}

// A text that looks like a number or a truth value is one in a stack's file, once it is typed.
func TestTextsAreTakenAsTheyAreTyped(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for key, text := range map[string]string{
		"eventToIncident.config.reopen_within":                           "0",
		"eventToIncident.config.b2cservice_suppress_rules":               "true",
		"eventToIncident.b2cserviceContactId":                            "7",
		"cxif.username":                                                  "4711",
		"cxif.workspace":                                                 "1",
		"listeners[1].basic.username":                                    "4711",
		"listeners[0].oidcClientCredentials.audiences[1]":                "42",
		"listeners[0].oidcClientCredentials.verifyClaims.client_id[1]":   "4711",
		"alarms[0].displayName":                                          "404",
		"listeners[0].oidcClientCredentials.verifyClaims.client_tier[0]": "false",
	} {
		s, err := settings.Decode(typed(t, source(values, nil), command{verb: "set", path: true, key: key, value: text}))
		if err != nil {
			t.Errorf("%s = %s: %v", key, text, err)
		} else if key == "eventToIncident.config.reopen_within" && s.EventToIncident.Config["reopen_within"] != "0" {
			t.Errorf("it became %q", s.EventToIncident.Config)
		}
	}
}
