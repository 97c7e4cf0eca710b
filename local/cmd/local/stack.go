package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// outputs are the texts among the outputs of the stack local, by their names.
type outputs map[string]string

// stack asks the engine for the outputs of the stack local.
func (p place) stack(ctx context.Context) (outputs, error) {
	content, err := p.engine().Command(ctx, "stack", "output", "--json", "-s", "local").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		return nil, fmt.Errorf("asking for the outputs of the stack local: %w", err)
	}
	var all map[string]any
	if err := json.Unmarshal(content, &all); err != nil {
		return nil, fmt.Errorf("reading the outputs of the stack local: %w", err)
	}
	texts := outputs{}
	for name, value := range all {
		if text, ok := value.(string); ok {
			texts[name] = text
		}
	}
	return texts, nil
}

// get is one output. A stack that was not deployed has none, and one without the
// alarm flow not all.
func (o outputs) get(name string) (string, error) {
	if value := o[name]; value != "" {
		return value, nil
	}
	return "", fmt.Errorf(`the stack local has no output %s: eval "$(scripts/local env)" && pulumi up -s local --yes deploys it`, name)
}
