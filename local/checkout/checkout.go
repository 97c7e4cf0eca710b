package checkout

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Variables of the environment that move things.
const (
	HomeVariable      = "CXBRIDGE_HOME"
	PortsVariable     = "CXBRIDGE_PORTS"
	ToolchainVariable = "CXBRIDGE_TOOLCHAIN"
)

// Checkout is one checkout of the project on this machine.
type Checkout struct {
	Root      string // the folder that holds Pulumi.yaml
	Home      string // the folder for all that is built or remembered
	Toolchain string // a folder of ready-made tools, or empty
}

// Find returns the checkout that folder dir lies in. getenv is os.Getenv or a
// stand-in for it.
func Find(dir string, getenv func(string) string) (Checkout, error) {
	root, err := findRoot(dir)
	if err != nil {
		return Checkout{}, err
	}
	c := Checkout{Root: root, Home: filepath.Join(root, ".cxbridge")}
	if home := getenv(HomeVariable); home != "" {
		if c.Home, err = filepath.Abs(home); err != nil {
			return Checkout{}, fmt.Errorf("%s=%q: %w", HomeVariable, home, err)
		}
	}
	if folder := getenv(ToolchainVariable); folder != "" {
		if c.Toolchain, err = filepath.Abs(folder); err != nil {
			return Checkout{}, fmt.Errorf("%s=%q: %w", ToolchainVariable, folder, err)
		}
	}
	return c, nil
}

// findRoot walks up from dir to the folder with both go.mod and Pulumi.yaml.
func findRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if isFile(filepath.Join(at, "Pulumi.yaml")) && isFile(filepath.Join(at, "go.mod")) {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s lies in no checkout of cxbridge (no Pulumi.yaml beside a go.mod above it): run this from the checkout", dir)
		}
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Bin is the path of a program that this checkout built.
func (c Checkout) Bin(name string) string { return filepath.Join(c.Home, "bin", name) }

// Tool is the path of one of Pulumi's three programs: from the toolchain
// folder if the environment names one, else built.
func (c Checkout) Tool(name string) string {
	if c.Toolchain != "" {
		return filepath.Join(c.Toolchain, name)
	}
	return c.Bin(name)
}

// PulumiHome is the engine's home folder.
func (c Checkout) PulumiHome() string { return filepath.Join(c.Home, "pulumi-home") }

// PulumiState is the folder of the file backend.
func (c Checkout) PulumiState() string { return filepath.Join(c.Home, "pulumi-state") }

// Local is the folder of the local cloud and the desk.
func (c Checkout) Local() string { return filepath.Join(c.Home, "local") }

// ErrNotBuilt says that a program is missing.
var ErrNotBuilt = errors.New("not built yet")

// RequireTool returns the path of a tool, or an error that says where it was
// looked for and what to do.
func (c Checkout) RequireTool(name string) (string, error) {
	path := c.Tool(name)
	if isFile(path) {
		return path, nil
	}
	if c.Toolchain != "" {
		return "", fmt.Errorf("no %s in the folder that %s names (%s): put it there, or unset the variable to build it", name, ToolchainVariable, c.Toolchain)
	}
	return "", fmt.Errorf("%s: %w: run scripts/local up", path, ErrNotBuilt)
}
