package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The page must tell of what is.
func TestUpgradingTellsTheVersion(t *testing.T) {
	page := read(t, "UPGRADING.md")
	required := regexp.MustCompile(`(?m)^\s*(github\.com/pulumi/pulumi-oci/sdk/v\d+) (v\S+)`).FindStringSubmatch(read(t, "../go.mod"))
	if required == nil {
		t.Fatal("go.mod does not require pulumi-oci")
	}
	for _, part := range []string{"`" + required[1] + "` at " + required[2], "version, " + oci.Version + " ("} {
		if !strings.Contains(page, part) {
			t.Errorf("the page does not say %q", part)
		}
	}
	if required[2] != "v"+oci.Version {
		t.Errorf("go.mod has %s, infra/oci %s", required[2], oci.Version)
	}
}

// A place that names the version and is not on the page would be forgotten.
func TestUpgradingKnowsAllPlaces(t *testing.T) {
	var listed []string
	for _, match := range regexp.MustCompile("(?m)^   \\| `([^`]+)` \\|").FindAllStringSubmatch(read(t, "UPGRADING.md"), -1) {
		listed = append(listed, match[1])
	}
	var found []string
	for _, root := range []string{"infra", "local", "functions", "shared"} {
		err := filepath.WalkDir(filepath.Join("..", root), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			if strings.Contains(read(t, path), oci.Version) {
				found = append(found, strings.TrimPrefix(filepath.ToSlash(path), "../"))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(listed)
	slices.Sort(found)
	if diff := cmp.Diff(found, listed); diff != "" {
		t.Errorf("places (-found +listed):\n%s", diff)
	}
}
