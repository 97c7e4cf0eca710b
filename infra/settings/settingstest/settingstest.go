// Package settingstest reads a stack's settings as the Pulumi CLI does, from Pulumi.yaml and the stack's file, so that
// tests run on what people use.
package settingstest

import (
	"context"
	"encoding/base64"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/esc"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Values are a stack's settings as a program gets them. Objects and lists are JSON.
type Values struct {
	Text   map[string]string
	Secret map[string]bool
	File   config.Map // what the stack's file holds, encrypted as there
}

// Get returns a setting's value.
func (v Values) Get(key string) string { return v.Text[key] }

// IsSecret says whether a setting is encrypted.
func (v Values) IsSecret(key string) bool { return v.Secret[key] }

// Load reads the settings of a stack of the checkout at root. The passphrase may be empty for a stack without secrets.
func Load(t testing.TB, root, stack, passphrase string) Values {
	t.Helper()
	project, err := workspace.LoadProject(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, project.StackConfigDir, "Pulumi."+stack+".yaml")
	settings, err := workspace.LoadProjectStack(diag.DefaultSink(t.Output(), t.Output(), diag.FormatOptions{Color: "never"}), project, file)
	if err != nil {
		t.Fatal(err)
	}
	written := maps.Clone(settings.Config)
	decrypter := crypter(t, passphrase, settings.EncryptionSalt)
	err = workspace.ValidateStackConfigAndApplyProjectConfig(
		context.Background(), stack, project, esc.Value{}, settings.Config, decrypter, decrypter)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := settings.Config.Decrypt(decrypter)
	if err != nil {
		t.Fatal(err)
	}
	values := Values{Text: map[string]string{}, Secret: map[string]bool{}, File: written}
	for key, text := range texts {
		if key.Namespace() != string(project.Name) { // a provider's, whose name may be the same
			continue
		}
		values.Text[key.Name()] = text
		if settings.Config[key].Secure() {
			values.Secret[key.Name()] = true
		}
	}
	return values
}

// crypters are those that there were, by passphrase and salt: to derive a key is made to take long.
var crypters sync.Map

// crypter is the passphrase's. A salt is written v1:<salt>:<an encrypted test text>.
func crypter(t testing.TB, passphrase, salt string) config.Crypter {
	t.Helper()
	if salt == "" {
		return config.NewPanicCrypter()
	}
	bytes, err := base64.StdEncoding.DecodeString(strings.Split(salt, ":")[1])
	if err != nil {
		t.Fatal(err)
	}
	derive := sync.OnceValue(func() config.Crypter { return config.NewSymmetricCrypterFromPassphrase(passphrase, bytes) })
	once, _ := crypters.LoadOrStore([2]string{passphrase, salt}, derive)
	return once.(func() config.Crypter)()
}
