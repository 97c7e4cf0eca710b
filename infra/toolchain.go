package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// root is the checkout. Pulumi runs the program in infra (Pulumi.yaml: main).
const root = ".."

// toolchain is what the program uses of its surroundings: the checkout, the Go toolchain, the registry, and of the engine
// what mocks do not have, that it shows the resources to a guard.
type toolchain struct {
	functions func() ([]string, error)
	build     func(functions, architectures []string) (wait func() (map[string]images.Artifact, error))
	push      func(settings.Registry) func(ctx context.Context, byReference map[string]images.Artifact) error
	guard     func(*pulumi.Context, policy.Rules) (guard, error)
}

// guard looks at what the stack consists of, see [policy.Guard].
type guard interface {
	Statements(policy string, statements []string) error
	Verdict(*pulumi.Context) error
}

func newToolchain(ctx *pulumi.Context) toolchain {
	log := func(text string) { _ = ctx.Log.Info(text, nil) }
	return toolchain{
		functions: functionFolders,
		build: func(functions, architectures []string) func() (map[string]images.Artifact, error) {
			builder := images.Builder{
				Root: root, Cache: filepath.Join(root, ".cxbridge", "build"), Architectures: architectures, Log: log,
			}
			return builder.Start(ctx.Context(), functions)
		},
		push: func(r settings.Registry) func(context.Context, map[string]images.Artifact) error {
			return images.Pusher{User: r.User, Password: r.Password.Reveal(), Log: log}.Push
		},
		guard: func(ctx *pulumi.Context, rules policy.Rules) (guard, error) { return policy.Watch(ctx, rules) },
	}
}

// functionFolders lists the folders below functions/.
func functionFolders() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(root, "functions"))
	if err != nil {
		return nil, fmt.Errorf("listing the functions: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
