package toolchain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestUnitsOfABuiltAndOfAGivenToolchain(t *testing.T) {
	own := []string{"./infra", "./infra/cxif/pulumi-resource-cxif", "./local/cmd/local", "./local/cmd/demo", "./local/cmd/stack"}
	tools := []string{"github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./local/pulumi/pulumi-language-go", "./local/pulumi/pulumi-resource-oci"}
	built := packages(Units(checkout.Checkout{Root: "/r", Home: "/h"}))
	given := packages(Units(checkout.Checkout{Root: "/r", Home: "/h", Toolchain: "/tools"}))
	sorted := cmpopts.SortSlices(strings.Compare)
	if diff := cmp.Diff(append(own, tools...), built, sorted); diff != "" {
		t.Errorf("what is built (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(own, given, sorted); diff != "" {
		t.Errorf("what is built with a toolchain given (-want +got):\n%s", diff)
	}
}

func packages(units []Unit) []string {
	var all []string
	for _, unit := range units {
		all = append(all, unit.Packages...)
	}
	return all
}

// The engine must find the provider that was built, not compile it.
func TestTheProviderIsBuiltWhereTheProjectNamesIt(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "Pulumi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	folder := "infra/cxif/pulumi-resource-cxif"
	if !strings.Contains(string(content), "path: "+folder+"\n") {
		t.Errorf("Pulumi.yaml does not name %s", folder)
	}
	if want, got := filepath.Join("/r", folder), cxif(checkout.Checkout{Root: "/r", Home: "/h"}).Folder; got != want {
		t.Errorf("the provider is built in %s, want %s", got, want)
	}
}

// The CLI would call itself by a version that it is not.
func TestPulumiVersionIsThatOfTheModule(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "pulumi", "cli", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), "github.com/pulumi/pulumi/pkg/v3 "+PulumiVersion) {
		t.Errorf("local/pulumi/cli/go.mod does not require pkg/v3 %s", PulumiVersion)
	}
}

// What the language plugin compiles to must be what the bootstrap compiled.
func TestTheProgramIsBuiltAtTheBuildTarget(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "Pulumi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), "buildTarget: ../.cxbridge/bin/infra\n") {
		t.Error("Pulumi.yaml's buildTarget is not ../.cxbridge/bin/infra")
	}
}
