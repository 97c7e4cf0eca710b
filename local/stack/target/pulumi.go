package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Outputs are a stack's, by name.
type Outputs map[string]json.RawMessage

// Outputs asks the engine for a stack's outputs. A stack that was never brought up has
// none.
func (t *Target) Outputs(ctx context.Context, stack string) (Outputs, error) {
	var outputs Outputs
	return outputs, t.ask(ctx, &outputs, "stack", "output", "--json", "-s", stack)
}

// Text is an output that is a text.
func (o Outputs) Text(name string) (string, error) {
	var text string
	if json.Unmarshal(o[name], &text) != nil || text == "" {
		return "", fmt.Errorf("the stack has no output %s: pulumi up makes it", name)
	}
	return text, nil
}

// JSON reads an output that is an object or a list.
func (o Outputs) JSON(name string, into any) error {
	raw, found := o[name]
	if !found {
		return fmt.Errorf("the stack has no output %s: pulumi up makes it", name)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("reading the output %s: %w", name, err)
	}
	return nil
}

// Config is a stack's configuration with its secrets, by key as Pulumi has it, the
// defaults of Pulumi.yaml included.
type Config map[string]ConfigValue

// ConfigValue is a text; objects and lists are JSON.
type ConfigValue struct {
	Value  string `json:"value"`
	Secret bool   `json:"secret"`
}

// Config asks the engine for a stack's configuration, decrypted.
func (t *Target) Config(ctx context.Context, stack string) (Config, error) {
	var config Config
	return config, t.ask(ctx, &config, "config", "--json", "--show-secrets", "-s", stack)
}

// Text is one of the project's settings.
func (c Config) Text(setting string) string { return c["cxbridge:"+setting].Value }

// JSON reads one of the project's settings that is an object or a list.
func (c Config) JSON(setting string, into any) error {
	if err := json.Unmarshal([]byte(c.Text(setting)), into); err != nil {
		return fmt.Errorf("reading the setting %s: %w", setting, err)
	}
	return nil
}

// Stacks are the names of the backend's stacks of this project.
func (t *Target) Stacks(ctx context.Context) ([]string, error) {
	list, err := t.list(ctx)
	names := make([]string, len(list))
	for i, one := range list {
		names[i] = one.Name
	}
	return names, err
}

// Resources is how many the state of a stack has, also after an up that failed.
func (t *Target) Resources(ctx context.Context, stack string) (int, error) {
	list, err := t.list(ctx)
	for _, one := range list {
		if one.Name == stack {
			return one.ResourceCount, nil
		}
	}
	return 0, err
}

// listed is a stack as pulumi lists it.
type listed struct {
	Name          string `json:"name"`
	ResourceCount int    `json:"resourceCount"`
}

func (t *Target) list(ctx context.Context) ([]listed, error) {
	var list []listed
	err := t.ask(ctx, &list, "stack", "ls", "--json")
	return list, err
}

// State is what matters here of what the engine remembers of a stack.
type State struct {
	Protected []string          // URNs of resources
	Tags      map[string]string // free-form tags, which all resources have that can have any
}

// State asks the engine for it.
func (t *Target) State(ctx context.Context, stack string) (State, error) {
	var exported struct {
		Deployment struct {
			Resources []struct {
				URN     string `json:"urn"`
				Protect bool   `json:"protect"`
				Inputs  struct {
					FreeformTags map[string]any `json:"freeformTags"` // a secret one is an object
				} `json:"inputs"`
			} `json:"resources"`
		} `json:"deployment"`
	}
	if err := t.ask(ctx, &exported, "stack", "export", "-s", stack); err != nil {
		return State{}, err
	}
	var state State
	for _, r := range exported.Deployment.Resources {
		if r.Protect {
			state.Protected = append(state.Protected, r.URN)
		}
		if state.Tags == nil {
			state.Tags = texts(r.Inputs.FreeformTags)
		}
	}
	return state, nil
}

// texts are the values that are texts; nil where there are none.
func texts(values map[string]any) map[string]string {
	var all map[string]string
	for key, value := range values {
		if text, is := value.(string); is {
			if all == nil {
				all = map[string]string{}
			}
			all[key] = text
		}
	}
	return all
}

// ask runs the CLI for an answer in JSON.
func (t *Target) ask(ctx context.Context, into any, args ...string) error {
	doing := "pulumi " + strings.Join(args, " ")
	answer, err := t.Command(ctx, append(args, "--non-interactive")...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s: reading the answer: %w", doing, err)
	}
	return nil
}
