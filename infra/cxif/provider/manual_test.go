package provider_test

import (
	"os"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/encoding"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// manual is what the package's manual shows of a Pulumi.yaml.
type manual struct {
	Plugins struct {
		Providers []struct{ Name, Path string }
	}
	Config    map[string]struct{ Type string }
	Resources struct {
		Application struct{ Properties map[string]any }
		Tickets     struct {
			Type       string
			Properties map[string]any
			Options    struct{ Provider string }
		}
	}
}

// TestManual makes the listener of the manual's example, at an application that lets in whoever is named there.
func TestManual(t *testing.T) {
	application := cxiftest.New(t)
	example := readManual(t, strings.NewReplacer("https://cxif.example.com", application.URL, "integration", cxiftest.Username,
		"${password}", cxiftest.Password, "${eventsPassword}", "events-password"))
	for name, setting := range example.Config {
		if setting.Type != "string" {
			t.Errorf("setting %s has type %q, and needs one", name, setting.Type)
		}
	}
	if one := example.Plugins.Providers[0]; one.Name != "cxif" || !strings.HasSuffix(one.Path, "/infra/cxif/pulumi-resource-cxif") {
		t.Errorf("the plugin is %v", one)
	}
	listener := example.Resources.Tickets
	if listener.Type != "cxif:ListenerRegistration" || listener.Options.Provider != "${application}" {
		t.Errorf("the listener is %v", listener)
	}

	r := &rig{T: t, application: application, server: newServer(t)}
	config, err := r.server.CheckConfig(p.CheckRequest{Urn: providerURN, Inputs: properties(example.Resources.Application.Properties)})
	if err != nil || len(config.Failures) > 0 {
		t.Fatalf("the provider: %v, %v", config.Failures, err)
	}
	if err := r.server.Configure(p.ConfigureRequest{Args: config.Inputs}); err != nil {
		t.Fatal(err)
	}
	checked, err := r.server.Check(p.CheckRequest{Urn: registrationURN, Inputs: properties(listener.Properties)})
	if err != nil || len(checked.Failures) > 0 {
		t.Fatalf("the listener: %v, %v", checked.Failures, err)
	}
	if _, err := r.server.Create(p.CreateRequest{Urn: registrationURN, Properties: checked.Inputs}); err != nil {
		t.Fatal(err)
	}
	if n := len(application.Registrations()); n != 1 {
		t.Errorf("there are %d registrations", n)
	}
}

// readManual reads the example in doc.go, with some words replaced.
func readManual(t *testing.T, replace *strings.Replacer) manual {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var example strings.Builder
	for line := range strings.Lines(string(text)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			example.WriteString(code)
		}
	}
	var read manual
	if err := encoding.YAML.Unmarshal([]byte(replace.Replace(example.String())), &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func properties(values map[string]any) property.Map {
	return resource.FromResourcePropertyValue(resource.NewPropertyValue(values)).AsMap()
}
