package ephemeral

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// make writes the stack's file, has pulumi make the stack, and sets what is this
// stack's own.
func (l *life) make(ctx context.Context) error {
	if err := l.fromTemplate(); err != nil {
		return err
	}
	if err := l.init(ctx); err != nil {
		return err
	}
	if err := l.set(ctx); err != nil {
		return err
	}
	if err := l.check(ctx); err != nil {
		return fmt.Errorf("%w\nwhich has to be put right in %s", err, l.Template)
	}
	return nil
}

// reset makes a stack ready that has settings.
func (l *life) reset(ctx context.Context) error {
	if !l.inBackend {
		if err := l.init(ctx); err != nil {
			return err
		}
	}
	if l.journal.Made {
		if err := l.renew(ctx); err != nil {
			return err
		}
	}
	return l.check(ctx)
}

// check looks for what the program would refuse. After an up that was refused, there might
// be something to sweep away, by settings that say where; placeholders do not.
func (l *life) check(ctx context.Context) error {
	config, err := l.Pulumi.Config(ctx, l.Stack)
	if err != nil {
		return err
	}
	return l.Check(config)
}

// fromTemplate copies the template: with its secrets, which are as decryptable as there,
// because what they are encrypted with stands there, too.
func (l *life) fromTemplate() error {
	content, err := os.ReadFile(l.Template)
	if err != nil {
		return fmt.Errorf("reading the template: %w", err)
	}
	return writeFile(l.file(), content)
}

// secretsProvider is what a stack's file says of other secrets providers than the
// backend's own.
var secretsProvider = regexp.MustCompile(`(?m)^secretsprovider:\s*"?([^\s"]+)`)

// init makes the stack in the backend, without selecting it.
func (l *life) init(ctx context.Context) error {
	args := []string{"stack", "init", l.Stack, "--no-select"}
	content, err := os.ReadFile(l.file())
	if err != nil {
		return err
	}
	if found := secretsProvider.FindSubmatch(content); found != nil {
		args = append(args, "--secrets-provider", string(found[1]))
	}
	if err := l.Pulumi.Run(ctx, args...); err != nil {
		return err
	}
	l.inBackend = true
	return nil
}

// set gives the stack the settings that are not the template's, and saves its file.
func (l *life) set(ctx context.Context) error {
	config, err := l.Pulumi.Config(ctx, l.Stack)
	if err != nil {
		return err
	}
	if config.Text("protect") == "true" || config.Text("foundation") == "true" {
		return fmt.Errorf("%s is for stacks that stay: a test stack has neither protect nor foundation", l.Template)
	}
	if err := l.setVault(ctx, config); err != nil {
		return err
	}
	if err := l.setSecrets(ctx, config); err != nil {
		return err
	}
	return l.renew(ctx)
}

// renew says whose the stack is, and for how long, and saves its file.
func (l *life) renew(ctx context.Context) error {
	expires := l.Now().Add(l.Lifetime).UTC().Format(time.RFC3339)
	if err := l.setPlain(ctx, "owner="+l.Owner, "expires="+expires); err != nil {
		return err
	}
	content, err := os.ReadFile(l.file())
	if err != nil {
		return err
	}
	return writeFile(l.saved(), content)
}

func (l *life) setPlain(ctx context.Context, pairs ...string) error {
	args := []string{"config", "set-all", "-s", l.Stack}
	for _, pair := range pairs {
		args = append(args, "--plaintext", pair)
	}
	return l.Pulumi.Run(ctx, args...)
}

// setVault has the stack use the vault of the foundation, if there is one, so that it
// leaves no vault that is pending deletion. The template's placeholders are no vault.
func (l *life) setVault(ctx context.Context, config target.Config) error {
	if !slices.Contains(l.stacks, l.Foundation) {
		for _, setting := range []string{"vaultId", "keyId"} {
			if !strings.HasPrefix(config.Text(setting), "<") {
				continue
			}
			if err := l.Pulumi.Run(ctx, "config", "rm", "-s", l.Stack, setting); err != nil {
				return err
			}
		}
		return nil
	}
	outputs, err := l.Pulumi.Outputs(ctx, l.Foundation)
	if err != nil {
		return err
	}
	vault, noVault := outputs.Text("vaultId")
	key, noKey := outputs.Text("keyId")
	if err := errors.Join(noVault, noKey); err != nil {
		return fmt.Errorf("the vault of the stack %s: %w", l.Foundation, err)
	}
	return l.setPlain(ctx, "vaultId="+vault, "keyId="+key)
}

// setSecrets gives the stack a webhook secret that nobody had before, and what of the
// other secrets the template lacks.
func (l *life) setSecrets(ctx context.Context, config target.Config) error {
	random := make([]byte, 32)
	if _, err := io.ReadFull(l.Random, random); err != nil {
		return fmt.Errorf("making a secret: %w", err)
	}
	secrets, err := lacking(config)
	if err != nil {
		return err
	}
	var missing []error
	for i, s := range secrets {
		if secrets[i].value = l.Getenv(s.variable); secrets[i].value == "" {
			missing = append(missing, fmt.Errorf("the template has no %s: set it there, or in the variable %s", s.path, s.variable))
		}
	}
	if len(missing) > 0 {
		return errors.Join(missing...)
	}
	for _, s := range append(secrets, secret{path: "webhookSecret", value: hex.EncodeToString(random)}) {
		if err := l.Pulumi.Give(ctx, s.value, "config", "set", "-s", l.Stack, "--secret", "--path", s.path); err != nil {
			return fmt.Errorf("setting %s: %w", s.path, err)
		}
	}
	return nil
}
