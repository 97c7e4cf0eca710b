package doctor

import (
	"context"
	"encoding/json"
	"os/exec"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/cxbridge/cxbridge/local/engine"
)

// tools looks at pulumi, its plugin and the go command, which compiles the program and the
// functions.
func (d *doctor) tools(ctx context.Context) {
	const about = "tools"
	if answer, err := d.Target.Command(ctx, "version").Output(); err != nil {
		d.found(fault, about, "pulumi version: %v: install pulumi anew from https://www.pulumi.com/docs/install/", err)
	} else {
		outcome, text := judgePulumi(strings.TrimSpace(string(answer)), sdkVersion())
		d.found(outcome, about, "%s", text)
	}
	if answer, err := d.Target.Command(ctx, "plugin", "ls", "--json").Output(); err != nil {
		d.found(warning, about, "pulumi plugin ls: %v", err)
	} else {
		outcome, text := judgePlugins(answer)
		d.found(outcome, about, "%s", text)
	}
	if _, err := exec.LookPath("go"); err != nil {
		d.found(fault, about, "the go command is not on PATH: install Go from https://go.dev/dl")
	}
}

// sdkVersion is that of Pulumi's SDK, of which this program and the stack's are built.
func sdkVersion() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return ""
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/pulumi/pulumi/sdk/v3" {
			return module.Version
		}
	}
	return ""
}

// judgePulumi compares the CLI with the SDK.
func judgePulumi(cli, sdk string) (outcome, string) {
	switch {
	case !semver.IsValid(cli):
		return warning, "pulumi says it is " + cli + ", which is no version"
	case semver.Major(cli) != "v3":
		return fault, "pulumi is " + cli + ", and the program needs v3: install that from https://www.pulumi.com/docs/install/"
	case sdk != "" && semver.Compare(cli, sdk) < 0:
		return warning, "pulumi is " + cli + ", and older than the SDK of the program, " + sdk + ": install a newer one if it complains"
	}
	return ok, "pulumi is " + cli
}

// judgePlugins looks for the oci provider among the installed plugins.
func judgePlugins(list []byte) (outcome, string) {
	var plugins []struct{ Name, Kind, Version string }
	if err := json.Unmarshal(list, &plugins); err != nil {
		return warning, "pulumi plugin ls cannot be read: " + err.Error()
	}
	for _, plugin := range plugins {
		if plugin.Name == "oci" && plugin.Kind == "resource" && strings.TrimPrefix(plugin.Version, "v") == engine.PluginVersion {
			return ok, "the provider oci is " + engine.PluginVersion
		}
	}
	return warning, "the provider oci " + engine.PluginVersion + " is not installed: pulumi up gets it, or pulumi plugin install resource oci v" + engine.PluginVersion
}
