// Package pluginversion refuses an oci plugin of another major version than that of the
// SDK which the program is compiled with: the two would understand each other half.
//
// The engine takes a plugin that is on PATH whatever its version is. Otherwise it takes the
// one of the SDK's very version from its home, and installs it if it is not there, whatever
// else is there for other projects; unless it is told to take the newest
// (workspace.GetPluginPath of Pulumi's SDK).
package pluginversion

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"github.com/cxbridge/cxbridge/local/engine"
)

const (
	// answerPatience is how long a plugin may take to say its version.
	answerPatience = 20 * time.Second
	// restPatience is how long something that it leaves behind may keep its output open.
	restPatience = 10 * time.Second
)

// newest is the variable by which the engine takes the newest plugin.
const newest = "PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH"

// Check looks at the plugin that the engine of this environment would take.
func Check(ctx context.Context, getenv func(string) string) error {
	sdk := semver.MustParse(engine.PluginVersion)
	if ignored, _ := strconv.ParseBool(getenv("PULUMI_IGNORE_AMBIENT_PLUGINS")); !ignored {
		if path, err := exec.LookPath("pulumi-resource-oci"); err == nil {
			return checkOnPath(ctx, path, sdk)
		}
	}
	if getenv(newest) == "" {
		return nil
	}
	installed, err := workspace.GetPlugins()
	if err != nil {
		return fmt.Errorf("listing Pulumi's plugins: %w", err)
	}
	taken := workspace.LegacySelectCompatiblePlugin(installed, workspace.PluginDescriptor{Kind: apitype.ResourcePlugin, Name: "oci", Version: &sdk})
	if taken == nil || taken.Version == nil || taken.Version.Major == sdk.Major {
		return nil
	}
	return mismatch(fmt.Sprintf("v%s would be taken because of %s", taken.Version, newest), sdk, "unset that")
}

// checkOnPath asks a plugin for its version, as every bridged one can be asked
// (pulumi-terraform-bridge: pkg/tfbridge/main.go).
func checkOnPath(ctx context.Context, path string, sdk semver.Version) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	remedy := fmt.Sprintf("take it off PATH, and pulumi plugin install resource oci v%s", sdk)
	asked := exec.CommandContext(ctx, path, "-version")
	asked.WaitDelay = restPatience
	answer, err := asked.Output()
	var version semver.Version
	if err == nil {
		version, err = semver.ParseTolerant(string(answer))
	}
	switch {
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return ctx.Err()
	case err != nil:
		return mismatch(path+" does not tell its version", sdk, remedy)
	case version.Major != sdk.Major:
		return mismatch(fmt.Sprintf("%s is v%s", path, version), sdk, remedy)
	}
	return nil
}

func mismatch(found string, sdk semver.Version, remedy string) error {
	return fmt.Errorf("the program is compiled with pulumi-oci's SDK v%s and needs a plugin of that major version, but %s: %s (infra/UPGRADING.md is about other major versions)", sdk, found, remedy)
}
