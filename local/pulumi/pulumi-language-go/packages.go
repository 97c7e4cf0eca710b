package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/mod/modfile"
)

// sdkModule is the module path of a provider's Go SDK.
var sdkModule = regexp.MustCompile(`/pulumi-([a-z0-9-]+)/sdk(?:/v[0-9]+)?$`)

// GetRequiredPackages names the providers whose SDK go.mod requires. It reads
// that one file: asking the go command costs more than the rest of a preview,
// and what a program really uses is in its registrations anyway.
func (h *host) GetRequiredPackages(
	_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	mod, err := findModule(req.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.GetRequiredPackagesResponse{}
	for _, r := range mod.Require {
		if name := sdkModule.FindStringSubmatch(r.Mod.Path); name != nil {
			answer.Packages = append(answer.Packages, &pulumirpc.PackageDependency{
				Name: name[1], Kind: "resource", Version: r.Mod.Version,
			})
		}
	}
	return answer, nil
}

// GetProgramDependencies lists the modules of go.mod, the indirect ones only
// when they are asked for.
func (h *host) GetProgramDependencies(
	_ context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	mod, err := findModule(req.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.GetProgramDependenciesResponse{}
	for _, r := range mod.Require {
		if !r.Indirect || req.GetTransitiveDependencies() {
			answer.Dependencies = append(answer.Dependencies,
				&pulumirpc.DependencyInfo{Name: r.Mod.Path, Version: r.Mod.Version})
		}
	}
	return answer, nil
}

// findModule reads the go.mod of the module that dir is in. A program without
// one (a binary somewhere else) has no dependencies to speak of.
func findModule(dir string) (*modfile.File, error) {
	for {
		path := filepath.Join(dir, "go.mod")
		text, err := os.ReadFile(path)
		switch {
		case err == nil:
			mod, err := modfile.ParseLax(path, text, nil)
			if err != nil {
				return nil, fmt.Errorf("reading the program's dependencies: %w", err)
			}
			return mod, nil
		case !os.IsNotExist(err):
			return nil, fmt.Errorf("reading the program's dependencies: %w", err)
		case filepath.Dir(dir) == dir:
			return &modfile.File{}, nil
		}
		dir = filepath.Dir(dir)
	}
}
