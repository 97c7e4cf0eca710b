// Package pluginversion refuses an oci plugin of another major version than that of the
// SDK which the program is compiled with: the two would understand each other half.
//
// The engine takes a plugin that is on PATH whatever its version is, and otherwise the
// one of the SDK's very version from its home, which it installs if it is not there
// (workspace.GetPluginPath of Pulumi's SDK). Who has installed another major version
// alone has begun to upgrade, or is in the wrong checkout, and is told so.
package pluginversion

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"github.com/cxbridge/cxbridge/local/engine"
)

// answerPatience is how long a plugin may take to say its version.
const answerPatience = 20 * time.Second

// Check looks at the plugin that the engine of this environment would take.
func Check(ctx context.Context, getenv func(string) string) error {
	sdk := semver.MustParse(engine.PluginVersion)
	if ignored, _ := strconv.ParseBool(getenv("PULUMI_IGNORE_AMBIENT_PLUGINS")); !ignored {
		if path, err := exec.LookPath("pulumi-resource-oci"); err == nil {
			return checkOnPath(ctx, path, sdk)
		}
	}
	installed, err := workspace.GetPlugins()
	if err != nil {
		return fmt.Errorf("listing Pulumi's plugins: %w", err)
	}
	var others []string
	for _, one := range installed {
		if one.Kind != apitype.ResourcePlugin || one.Name != "oci" || one.Version == nil {
			continue
		}
		if one.Version.Major == sdk.Major {
			return nil
		}
		others = append(others, "v"+one.Version.String())
	}
	if len(others) == 0 {
		return nil // the engine installs it
	}
	return mismatch("installed is "+strings.Join(others, ", "), sdk, "pulumi plugin install resource oci v"+sdk.String())
}

// checkOnPath asks a plugin for its version, as every bridged one can be asked
// (pulumi-terraform-bridge: pkg/tfbridge/main.go).
func checkOnPath(ctx context.Context, path string, sdk semver.Version) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	remedy := fmt.Sprintf("take it off PATH, and pulumi plugin install resource oci v%s", sdk)
	asked := exec.CommandContext(ctx, path, "-version")
	asked.WaitDelay = time.Second
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
