package pluginversion

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const install = "pulumi plugin install resource oci v2.20.0"

// home makes a home of Pulumi's that holds plugins, and a PATH without any.
func home(t *testing.T, plugins ...string) {
	t.Helper()
	dir := t.TempDir()
	for _, plugin := range plugins {
		if err := os.MkdirAll(filepath.Join(dir, "plugins", plugin), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PULUMI_HOME", dir)
	t.Setenv("PATH", t.TempDir())
}

// onPath puts a plugin on PATH that is a script.
func onPath(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pulumi-resource-oci"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
}

// Other projects' plugins are no reason to refuse, because the engine does not take them.
func TestInstalled(t *testing.T) {
	refused := "SDK v2.20.0 and needs a plugin of that major version, but v4.20.0 would be taken because of PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH: unset that"
	for name, test := range map[string]struct {
		plugins []string
		newest  string // what is wrong when the newest is taken; empty: nothing
	}{
		"nothing, which the engine installs": {nil, ""},
		"the SDK's":                          {[]string{"resource-oci-v2.20.0"}, ""},
		"an older one of the same major":     {[]string{"resource-oci-v2.9.0"}, ""},
		"a newer one of the same major":      {[]string{"resource-oci-v2.33.0"}, ""},
		"the SDK's and another major":        {[]string{"resource-oci-v2.20.0", "resource-oci-v4.20.0"}, refused},
		"other majors alone":                 {[]string{"resource-oci-v1.41.0", "resource-oci-v3.16.0", "resource-oci-v4.20.0"}, refused},
		"an older major alone":               {[]string{"resource-oci-v1.41.0"}, ""},
		"another plugin":                     {[]string{"resource-aws-v7.0.0"}, ""},
		"half installed":                     {[]string{"resource-oci-v4.20.0", "resource-oci-v4.20.0.partial"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			home(t, test.plugins...)
			check(t, func(string) string { return "" }, "")
			check(t, func(name string) string { return map[string]string{newest: "true"}[name] }, test.newest)
		})
	}
}

func TestOnPath(t *testing.T) {
	for name, test := range map[string]struct{ script, want string }{
		"the SDK's":                {"echo 2.20.0", ""},
		"with a v":                 {"echo v2.33.0-alpha.1+dirty", ""},
		"another major":            {"echo 4.20.0", "is v4.20.0: take it off PATH, and " + install},
		"one that does not answer": {"exit 2", "does not tell its version: take it off PATH"},
		"one that chatters":        {"echo hello", "does not tell its version"},
	} {
		t.Run(name, func(t *testing.T) {
			home(t, "resource-oci-v2.20.0")
			onPath(t, test.script)
			check(t, os.Getenv, test.want)
		})
	}
}

func TestTheEngineMayIgnorePath(t *testing.T) {
	home(t, "resource-oci-v2.20.0")
	onPath(t, "echo 4.20.0")
	check(t, func(name string) string { return map[string]string{"PULUMI_IGNORE_AMBIENT_PLUGINS": "true"}[name] }, "")
}

func check(t *testing.T, getenv func(string) string, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := Check(ctx, getenv)
	if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("err = %v, want %q", err, want)
	}
}
