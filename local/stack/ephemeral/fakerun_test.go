package ephemeral

import (
	"context"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

func (f *fake) run(reach phase, stack string, args []string) error {
	s := f.backend[stack]
	if s != nil && s.locked && args[0] != "cancel" && args[0] != "stack" {
		return errors.New("the stack is currently locked")
	}
	switch args[0] + " " + args[1] {
	case "stack init":
		if s != nil {
			return errors.New("the stack is there already")
		}
		f.backend[stack] = &state{}
	case "stack rm":
		if len(s.things) > 0 {
			return errors.New("the stack still has resources")
		}
		delete(f.backend, stack)
		if reach != half && !slices.Contains(args, "--preserve-config") {
			return os.Remove(f.StackFile(stack))
		}
	case "cancel -s":
		s.locked = false
	case "refresh -s":
		if slices.Contains(s.things, "vault") && !f.cloud[stack+"/vault"] {
			return errors.New("the endpoint of the vault's key does not answer")
		}
		s.things = slices.DeleteFunc(s.things, func(thing string) bool { return !f.cloud[stack+"/"+thing] })
	case "up -s":
		f.up(reach, stack, s)
	case "destroy -s":
		return f.destroy(reach, stack, s)
	default:
		f.t.Errorf("what is pulumi %s?", strings.Join(args, " "))
	}
	return nil
}

// up that is killed half-way leaves a lock, and a thing that the state does not know.
func (f *fake) up(reach phase, stack string, s *state) {
	for i, thing := range things {
		if f.cloud[stack+"/"+thing] {
			f.t.Errorf("up of %s meets %s of before", stack, thing)
		}
		f.cloud[stack+"/"+thing] = true
		if reach == half && i == 1 {
			s.locked = true
			return
		}
		s.things = append(s.things, thing)
	}
}

// destroy goes from the last to the first, which is in use by what the state may not know.
func (f *fake) destroy(reach phase, stack string, s *state) error {
	for len(s.things) > 0 {
		last := s.things[len(s.things)-1]
		if last == "vault" && !f.cloud[stack+"/vault"] {
			return errors.New("the endpoint of the vault's key does not answer")
		}
		if last == "vcn" && f.cloud[stack+"/gateway"] {
			return errors.New("409: the VCN is in use")
		}
		delete(f.cloud, stack+"/"+last)
		if reach == half {
			s.locked = true
			return nil
		}
		s.things = s.things[:len(s.things)-1]
	}
	return nil
}

// config writes settings into the stack's file; killed half-way, it leaves half a file.
func (f *fake) config(reach phase, stack string, args []string) error {
	content, err := os.ReadFile(f.StackFile(stack))
	if err != nil {
		return err
	}
	text := string(content)
	for _, arg := range args {
		if !strings.HasPrefix(arg, "--") {
			key, value, _ := strings.Cut(arg, "=")
			text = regexp.MustCompile(`(?m)^  cxbridge:`+regexp.QuoteMeta(key)+`:.*\n`).ReplaceAllString(text, "")
			if value != "" {
				text += "  cxbridge:" + key + ": " + value + "\n"
			}
		}
	}
	if reach == half {
		text = text[:len(text)/2]
	}
	return os.WriteFile(f.StackFile(stack), []byte(text), 0o600)
}

func (f *fake) settings(stack string) (target.Config, error) {
	content, err := os.ReadFile(f.StackFile(stack))
	if err != nil {
		return target.Config{}, nil // as the CLI, which takes the defaults then
	}
	if !strings.HasSuffix(string(content), "\n") {
		return nil, errors.New("invalid YAML")
	}
	config := target.Config{}
	for line := range strings.Lines(string(content)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			config[key] = target.ConfigValue{Value: value}
		}
	}
	return config, nil
}

// sweep that leaves the vault leaves the first of the things.
func (f *fake) sweep(ctx context.Context, stack string, vault bool) error {
	call := "sweep"
	if !vault {
		call += " but the vault"
	}
	return f.call(ctx, call, func(reach phase) error {
		maps.DeleteFunc(f.cloud, func(name string, _ bool) bool {
			return (vault || !strings.HasSuffix(name, "/vault")) && strings.HasPrefix(name, stack+"/") && !(reach == half && strings.HasSuffix(name, "vcn"))
		})
		return nil
	})
}
