package settings

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// ReadFile reads what a stack's file holds under config; what is encrypted stays so. It is empty if there is no file, as
// with pulumi --config-file. The root is the folder of Pulumi.yaml.
func ReadFile(root, stack string) (config.Map, error) {
	project, err := workspace.LoadProject(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		return nil, fmt.Errorf("reading the project's file: %w", err)
	}
	file := filepath.Join(root, project.StackConfigDir, "Pulumi."+stack+".yaml")
	silent := diag.DefaultSink(io.Discard, io.Discard, diag.FormatOptions{Color: colors.Never})
	read, err := workspace.LoadProjectStack(silent, project, file)
	if err != nil {
		return nil, fmt.Errorf("reading the stack's file %s: %w", file, err)
	}
	return read.Config, nil
}
