package credentials

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
)

// fakeVault holds secrets by OCID and counts how often they are read.
type fakeVault struct {
	mu      sync.Mutex
	secrets map[string]string
	reads   int
}

func (v *fakeVault) Read(_ context.Context, ocid string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.reads++
	if value, ok := v.secrets[ocid]; ok {
		return value, nil
	}
	return "", errors.New("NotAuthorizedOrNotFound")
}

func configuration(pairs map[string]string) *config.Reader {
	return config.NewReader(func(key string) string { return pairs[key] })
}

func TestSources(t *testing.T) {
	vault := &fakeVault{secrets: map[string]string{"ocid1.secret": "from Vault"}}
	tests := []struct {
		name   string
		config map[string]string
		want   string
	}{
		{"Vault", map[string]string{"password_ocid": "ocid1.secret"}, "from Vault"},
		{"plain", map[string]string{"password": "plain"}, "plain"},
		{"Vault before plain", map[string]string{"password_ocid": "ocid1.secret", "password": "plain"}, "from Vault"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			secret := New(configuration(test.config), "password", Options{Vault: vault})
			if got, err := secret.Value(t.Context()); err != nil || got != test.want {
				t.Errorf("Value = %q, %v; want %q", got, err, test.want)
			}
		})
	}
	if secret := New(configuration(nil), "password", Options{Vault: vault}); secret != nil {
		t.Error("a secret of nothing")
	}
}

func TestRequired(t *testing.T) {
	cfg := configuration(nil)
	Required(cfg, "b2cservice_password", Options{})
	if err := cfg.Err(); err == nil || !strings.Contains(err.Error(), "b2cservice_password_ocid is not set") {
		t.Errorf("Err = %v, want the key named", err)
	}
}

func TestErrorNamesTheKey(t *testing.T) {
	secret := New(configuration(map[string]string{"webhook_secret_ocid": "ocid1.gone"}), "webhook_secret", Options{Vault: &fakeVault{}})
	if _, err := secret.Value(t.Context()); err == nil || !strings.Contains(err.Error(), "webhook_secret_ocid") {
		t.Errorf("error = %v, want the key named", err)
	}
}

func TestCachedUntilInvalidated(t *testing.T) {
	vault := &fakeVault{secrets: map[string]string{"ocid1.secret": "old"}}
	secret := New(configuration(map[string]string{"password_ocid": "ocid1.secret"}), "password", Options{Vault: vault})
	expect := func(want string, reads int) {
		t.Helper()
		got, err := secret.Value(t.Context())
		if err != nil || got != want || vault.reads != reads {
			t.Errorf("Value = %q, %v after %d reads; want %q after %d", got, err, vault.reads, want, reads)
		}
	}
	expect("old", 1)
	vault.secrets["ocid1.secret"] = "new"
	expect("old", 1)
	secret.Invalidate("something else")
	expect("old", 1)
	secret.Invalidate("old")
	expect("new", 2)
	secret.Invalidate("old") // a slower caller, who was refused before the change
	expect("new", 2)
}

func TestMaxAge(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	vault := &fakeVault{secrets: map[string]string{"ocid1.secret": "old"}}
	secret := New(configuration(map[string]string{"webhook_secret_ocid": "ocid1.secret"}), "webhook_secret",
		Options{Vault: vault, MaxAge: time.Minute, Clock: func() time.Time { return now }})
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{0, "old"}, {59 * time.Second, "old"}, {time.Second, "new"}} {
		now = now.Add(step.after)
		if got, err := secret.Value(t.Context()); err != nil || got != step.want {
			t.Errorf("%v: Value = %q, %v; want %q", now, got, err, step.want)
		}
		vault.secrets["ocid1.secret"] = "new"
	}
}

func TestConcurrentReadersShareOneRead(t *testing.T) {
	vault := &fakeVault{secrets: map[string]string{"ocid1.user": "cxbridge", "ocid1.password": "secret"}}
	cfg := configuration(map[string]string{"user_ocid": "ocid1.user", "password_ocid": "ocid1.password"})
	login := Login{New(cfg, "user", Options{Vault: vault}), New(cfg, "password", Options{Vault: vault})}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if pair, err := login.Value(context.Background()); err != nil || pair != (Pair{"cxbridge", "secret"}) {
				t.Errorf("Value = %v, %v", pair, err)
			}
		})
	}
	group.Wait()
	if vault.reads != 2 {
		t.Errorf("%d reads of two secrets", vault.reads)
	}
}
