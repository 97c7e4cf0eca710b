package target

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// RemoveStack has the CLI forget a stack that has no resources any more, with its file,
// unless a flag keeps that. Whichever stack somebody has selected stays selected: the CLI
// would select none afterwards. It remembers the selection in its home, and so it gets
// another home here, but for the credentials, which are in the usual one.
func (t *Target) RemoveStack(ctx context.Context, stack string, flags ...string) error {
	args := []string{"stack", "rm", "-s", stack, "--yes", "--remove-backups", "--non-interactive"}
	command := t.Command(ctx, append(args, flags...)...)
	credentials, err := credentialsFolder(command.Env)
	if err != nil {
		return err
	}
	aside := filepath.Join(t.Checkout.Home, "pulumi-aside")
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	command.Env = append(command.Env, workspace.PulumiHomeEnvVar+"="+aside, workspace.PulumiCredentialsPathEnvVar+"="+credentials)
	return t.run(command, "")
}

// credentialsFolder is where the CLI looks for the credentials of backends, in an
// environment whose last entries count.
func credentialsFolder(environment []string) (string, error) {
	values := map[string]string{}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = value
	}
	if folder := cmp.Or(values[workspace.PulumiCredentialsPathEnvVar], values[workspace.PulumiHomeEnvVar]); folder != "" {
		return folder, nil
	}
	return workspace.GetPulumiHomeDir()
}
