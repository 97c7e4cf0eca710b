package target

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cxbridge/cxbridge/infra/settings"
)

// Project is the name in Pulumi.yaml, which is in all names and tags.
const Project = "cxbridge"

// Settings are a stack's, decoded and checked as its program does it on up. An error of
// type settings.Faults lists everything that is wrong with them; what could be read is
// returned with it.
func (t *Target) Settings(stack string, config Config) (*settings.Settings, error) {
	functions, err := t.functions()
	if err != nil {
		return nil, err
	}
	file, err := settings.ReadFile(t.Checkout.Root, stack)
	if err != nil {
		return nil, err
	}
	return settings.Decode(settings.Source{
		Project:   Project,
		Stack:     stack,
		Now:       time.Now(),
		Functions: functions,
		Get:       config.Text,
		IsSecret:  func(setting string) bool { return config[Project+":"+setting].Secret },
		File:      file,
	})
}

// functions are the folders below functions/.
func (t *Target) functions() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(t.Checkout.Root, "functions"))
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
