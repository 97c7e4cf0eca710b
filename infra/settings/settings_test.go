package settings_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

const (
	root       = "../.."
	passphrase = "cxbridge-local" // of the stack local
)

var now = time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)

var functions = []string{"sms-to-incident", "webhook-authorizer", "alarm-to-incident", "event-to-incident", "other"}

// source is the local stack's settings with some of them changed.
func source(values settingstest.Values, changes map[string]string) settings.Source {
	return settings.Source{
		Project:   "cxbridge",
		Stack:     "local",
		Now:       now,
		Functions: functions,
		File:      values.File,
		IsSecret: func(key string) bool {
			return values.IsSecret(key) || key == "webhookSecret" || key == "cxifClientSecret"
		},
		Get: func(key string) string {
			if changed, ok := changes[key]; ok {
				return changed
			}
			return values.Get(key)
		},
	}
}

func TestLocalStackIsRight(t *testing.T) {
	s, err := settings.Decode(source(settingstest.Load(t, root, "local", passphrase), nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]settings.Endpoint{{
		Name: "sms-to-incident", Path: "/sms-to-incident", Methods: []string{"POST"},
		Function: settings.Function{Sizing: settings.Sizing{MemoryInMBs: 256, TimeoutInSeconds: 30}},
	}}, s.Endpoints); diff != "" {
		t.Errorf("endpoints (-want +got):\n%s", diff)
	}
	if got := s.B2CService.Password.Reveal(); got != "local-desk-password" {
		t.Errorf("password %q", got)
	}
	if diff := cmp.Diff([]string{"webhook-authorizer", "sms-to-incident", "alarm-to-incident", "event-to-incident"}, s.Functions()); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
}

func TestRegistryFollowsTheRegion(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s, err := settings.Decode(source(values, map[string]string{"registry": "", "region": "eu-frankfurt-1"}))
	if err != nil {
		t.Fatal(err)
	}
	if s.Registry.Host != "eu-frankfurt-1.ocir.io" {
		t.Errorf("registry %q", s.Registry.Host)
	}
}

// What a function's manual offers can be set, and is named where the setting is described; typing errors cannot.
func TestConfigurationOfFunctionsIsThatOfTheirManuals(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for setting, function := range map[string]string{
		"alarmToIncident": settings.AlarmToIncident, "eventToIncident": settings.EventToIncident,
	} {
		t.Run(function, func(t *testing.T) {
			told := func(key, what string) bool {
				_, err := settings.Decode(source(values, map[string]string{setting: `{"config":{"` + key + `":"x"}}`}))
				return err != nil && strings.Contains(err.Error(), key+" "+what)
			}
			for _, key := range manual(t, "functions/"+function+"/main.go", "shared/incidents/settings.go", "shared/function/parts.go") {
				if told(key, "is not a setting") {
					t.Errorf("%s is refused", key)
				}
				if !told(key, "is set by the stack itself") && !strings.Contains(description(t, setting), key) {
					t.Errorf("%s is not in the description of %s", key, setting)
				}
			}
			if !told("no_such_key", "is not a setting") {
				t.Error("a key that there is not is taken")
			}
		})
	}
}

// description is what Pulumi.yaml says of a setting.
func description(t *testing.T, setting string) string {
	t.Helper()
	project, err := workspace.LoadProject(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return project.Config[setting].Description
}

// manual are the configuration keys that files' comments list.
func manual(t *testing.T, files ...string) (keys []string) {
	t.Helper()
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		entries := regexp.MustCompile(`(?m)^//   - (\w+_\w+(?:(?:, | or )\w+_\w+)*):`).FindAllStringSubmatch(string(text), -1)
		if len(entries) < 2 {
			t.Fatalf("found only %q in %s", entries, file)
		}
		for _, entry := range entries {
			keys = append(keys, regexp.MustCompile(`\w+_\w+`).FindAllString(entry[1], -1)...)
		}
	}
	return keys
}

// YAML takes a time for one unless it stands in quotes.
func TestTimesNeedNoQuotes(t *testing.T) {
	for written, want := range map[string]string{
		"2026-08-01T00:00:00Z": "2026-08-01T00:00:00Z", `"2026-08-01T00:00:00Z"`: "2026-08-01T00:00:00Z",
		"2026-08-01T02:00:00.5+02:00": "2026-08-01T02:00:00.5+02:00", "2026-08-01": "2026-08-01T00:00:00Z",
	} {
		file := stackFile(t, "Pulumi.local.yaml")
		file = strings.Replace(file, "  cxbridge:owner:", "  cxbridge:expires: "+written+"\n  cxbridge:owner:", 1)
		file = strings.Replace(file, "severity: INFO", "severity: INFO\n      suppression: {timeSuppressFrom: 2026-07-01, timeSuppressUntil: "+written+"}", 1)
		s, err := settings.Decode(source(loadLocal(t, file), nil))
		if err != nil {
			t.Errorf("%s: %v", written, err)
		} else if got := s.Alarms[0].Suppression.TimeSuppressUntil; got != want || s.Expires != want {
			t.Errorf("%s became %q and %q, want %q", written, s.Expires, got, want)
		}
	}
}

func TestPreviewNeedsNoCredentialsToPush(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s := source(values, map[string]string{"registryPassword": "", "registryUser": ""})
	s.Preview = true
	if _, err := settings.Decode(s); err != nil {
		t.Errorf("preview: %v", err)
	}
	s.Preview = false
	_, err := settings.Decode(s)
	if diff := cmp.Diff([]string{"registryPassword", "registryUser"}, keys(err)); diff != "" {
		t.Errorf("up (-want +got):\n%s", diff)
	}
}

func TestAllFaultsAreReportedTogether(t *testing.T) {
	everything := settings.Source{
		Stack: "A Stack", Functions: functions,
		Get:      func(string) string { return "" },
		IsSecret: func(string) bool { return false },
	}
	_, err := settings.Decode(everything)
	var faults settings.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	if len(faults) < 15 {
		t.Errorf("only %d faults: %v", len(faults), err)
	}
	for _, fault := range faults {
		if fault.Key == "" || fault.Problem == "" || fault.Remedy == "" {
			t.Errorf("fault without key, problem or remedy: %+v", fault)
		}
		if !strings.Contains(err.Error(), fault.Remedy) {
			t.Errorf("the error does not tell the remedy %q", fault.Remedy)
		}
	}
}

func TestSecretsHideFromFormatting(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s, err := settings.Decode(source(values, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(format, *s); strings.Contains(text, "local-desk-password") {
			t.Errorf("%s gives a secret away: %s", format, text)
		}
	}
}

func faultsOf(err error) (faults settings.Faults) {
	errors.As(err, &faults)
	return faults
}

// keys lists the keys of an error's faults, each once, sorted.
func keys(err error) []string { return faultsOf(err).Keys() }

func TestPortOfB2CService(t *testing.T) {
	for hostname, want := range map[string]int{"mysite.custhelp.com": 443, "127.0.0.1:8483": 8483} {
		if got := (settings.B2CService{Hostname: hostname}).Port(); got != want {
			t.Errorf("the port of %s is %d, want %d", hostname, got, want)
		}
	}
}
