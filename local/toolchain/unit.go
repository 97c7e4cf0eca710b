package toolchain

import (
	"path"
	"path/filepath"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// PulumiVersion is the version that the CLI says it is. It is that of
// github.com/pulumi/pulumi/pkg/v3 in local/pulumi/cli/go.mod.
const PulumiVersion = "v3.253.0"

// A Unit is one run of `go build`.
type Unit struct {
	Name     string   // for people
	Dir      string   // the module's folder
	Packages []string // what to build
	Tests    bool     // not the packages themselves but all that their tests import
	Folder   string   // where its programs go, each by the name of its package; empty: only compile
	Flags    []string // further flags of go build
	Stamp    string   // a file that remembers the last build's inputs; empty: go build decides
	Inputs   []string // the files whose content decides, where there is a stamp
}

// programs are the names of what is built into the unit's folder.
func (u Unit) programs() (names []string) {
	for _, pkg := range u.Packages {
		names = append(names, path.Base(pkg))
	}
	return names
}

// Units lists what has to be built in checkout c, in order.
func Units(c checkout.Checkout) []Unit {
	own := []string{"./local/cmd/local", "./local/cmd/demo", "./local/cmd/stack"}
	var units []Unit
	if c.Toolchain == "" {
		units = append(units, pulumi(c))
		own = append(own, "./local/pulumi/pulumi-language-go", "./local/pulumi/pulumi-resource-oci")
	}
	units = append(units, Unit{Name: "local cloud, desk and plugins", Dir: c.Root, Packages: own, Folder: c.Bin("")})
	return append(units, Program(c)...)
}

// Program lists what Pulumi runs of this project, whichever engine and plugins there are.
func Program(c checkout.Checkout) []Unit {
	return []Unit{
		cxif(c),
		// The path is the buildTarget of Pulumi.yaml, wherever CXBRIDGE_HOME is.
		{Name: "the Pulumi program", Dir: c.Root, Packages: []string{"./infra"}, Folder: filepath.Join(c.Root, ".cxbridge", "bin")},
	}
}

// Command is one of the commands alone.
func Command(c checkout.Checkout, name string) Unit {
	return Unit{Name: name, Dir: c.Root, Packages: []string{"./local/cmd/" + name}, Folder: c.Bin("")}
}

// cxif is the project's own provider, built where Pulumi.yaml sends the engine for it, wherever CXBRIDGE_HOME is. No given
// toolchain has it.
func cxif(c checkout.Checkout) Unit {
	const pkg = "./infra/cxif/pulumi-resource-cxif"
	return Unit{Name: "provider cxif", Dir: c.Root, Packages: []string{pkg}, Folder: filepath.Join(c.Root, pkg)}
}

// Tests compiles what the tests need, which `go test` would do without a word.
func Tests(c checkout.Checkout) Unit {
	return Unit{Name: "what the tests import", Dir: c.Root, Packages: []string{"./..."}, Tests: true}
}

// pulumi is the CLI. Its 1,500 packages take seconds to merely look at, so a
// stamp of the module's two files stands for them.
func pulumi(c checkout.Checkout) Unit {
	dir := filepath.Join(c.Root, "local", "pulumi", "cli")
	return Unit{
		Name:     "Pulumi CLI and engine " + PulumiVersion,
		Dir:      dir,
		Packages: []string{"github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
		Folder:   c.Bin(""),
		Flags: []string{"-trimpath", "-ldflags",
			"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=" + PulumiVersion},
		Stamp:  c.Bin(".pulumi.stamp"),
		Inputs: []string{filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum")},
	}
}
