// Command schemagen writes the schema of the local oci plugin from the source
// of pulumi-oci/sdk/v2 and oci-go-sdk at the versions that go.mod names.
//
//	go run ./local/pulumi/pulumi-resource-oci/schemagen -o schema.json
//
// It parses and does not compile: the SDK's packages core and identity cost
// gigabytes to compile, and seconds to parse. The types it knows, and the few
// names that no rule finds, are in types.go.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	out := flag.String("o", "", "file to write (standard output when empty)")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	text, err := generated()
	if err != nil {
		return err
	}
	if path == "" {
		_, err = os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// generated is what schema.json must be.
func generated() ([]byte, error) {
	sdkModule, err := findModule("github.com/pulumi/pulumi-oci/sdk/v2")
	if err != nil {
		return nil, err
	}
	wireModule, err := findModule("github.com/oracle/oci-go-sdk/v65")
	if err != nil {
		return nil, err
	}
	s, err := generate(sdkModule, wireModule)
	if err != nil {
		return nil, err
	}
	return s.Encode()
}

// module is one that go.mod requires, and where its source is.
type module struct{ Path, Version, Dir string }

func (m module) String() string { return m.Path + " " + m.Version }

func findModule(path string) (module, error) {
	m := module{}
	out, err := exec.Command("go", "mod", "download", "-json", path).Output()
	if err != nil {
		return m, fmt.Errorf("finding the source of %s (is it in go.mod?): %w", path, err)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		return m, fmt.Errorf("finding the source of %s: %w", path, err)
	}
	return m, nil
}
