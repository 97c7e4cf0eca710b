package toolchain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
)

func TestUnitsOfABuiltAndOfAGivenToolchain(t *testing.T) {
	built := names(Units(checkout.Checkout{Root: "/r", Home: "/h"}))
	for _, want := range []string{"cmd/pulumi", "pulumi-language-go", "pulumi-resource-oci", "./infra", "./local/cmd/demo"} {
		if !strings.Contains(built, want) {
			t.Errorf("the units lack %s: %s", want, built)
		}
	}
	given := names(Units(checkout.Checkout{Root: "/r", Home: "/h", Toolchain: "/tools"}))
	if strings.Contains(given, "pulumi-") || strings.Contains(given, "cmd/pulumi") {
		t.Errorf("with a toolchain given, it is built all the same: %s", given)
	}
}

func names(units []Unit) string {
	var packages []string
	for _, unit := range units {
		packages = append(packages, unit.Packages...)
	}
	return strings.Join(packages, " ")
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
