package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages are what TestREADME takes its commands from.
var pages = []string{"README.md", filepath.Join("functions", "README.md")}

const top = "../.."

func page(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(top, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// named is what a page says there is in the checkout: code that begins like a path there,
// the packages of go doc, and links.
var named = regexp.MustCompile("`((?:\\.github|functions|infra|local|scripts|shared|stacks)/[^\\s`]*)|go\\s+doc\\s+\\./([^\\s`]+)|\\]\\(([^):]+)\\)")

func TestWhatThePagesNameExists(t *testing.T) {
	for _, name := range pages {
		found := named.FindAllStringSubmatch(page(t, name), -1)
		if len(found) == 0 {
			t.Errorf("%s names nothing", name)
		}
		for _, match := range found {
			path := match[1] + match[2] + match[3]
			if _, err := os.Stat(filepath.Join(top, path)); err != nil {
				t.Errorf("%s names %s: %v", name, path, err)
			}
		}
	}
}

// Who goes live is told of every variable that the commands take.
func TestEveryVariableIsExplained(t *testing.T) {
	_, live, found := strings.Cut(page(t, "README.md"), "## Go live")
	if !found {
		t.Fatal("the README has no section on going live")
	}
	tables := strings.Join(regexp.MustCompile(`(?m)^\| .*$`).FindAllString(live, -1), "\n")
	taken := regexp.MustCompile(`\$([A-Z][A-Z0-9_]*)`).FindAllStringSubmatch(live, -1)
	if len(taken) == 0 {
		t.Error("the commands take no variables")
	}
	for _, variable := range taken {
		if !strings.Contains(tables, "`"+variable[1]+"`") {
			t.Errorf("no table says what %s is", variable[1])
		}
	}
}
