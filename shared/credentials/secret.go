package credentials

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
)

// Vault reads the current content of a secret by its OCID.
type Vault interface {
	Read(ctx context.Context, ocid string) (string, error)
}

// Options say where secrets come from and how long they are kept.
type Options struct {
	Vault Vault
	// MaxAge is how long a secret read from Vault is used before it is read again; 0 means until it is invalidated.
	MaxAge time.Duration
	// Clock is time.Now where it is nil.
	Clock func() time.Time
}

// Secret is one secret. It may be used concurrently; while one caller reads it from Vault, others wait for the result.
type Secret struct {
	key     string // of the configuration
	ocid    string // "" for a plain secret, whose value never changes
	options Options

	mu    sync.Mutex
	value string
	read  time.Time // zero while value is unknown
}

// New returns the secret whose OCID stands under <key>_ocid in the configuration, or which itself stands under key. It is
// nil if neither is set; whoever needs it tells the configuration so (see [Required]).
func New(cfg *config.Reader, key string, options Options) *Secret {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if ocid := cfg.Get(key + "_ocid"); ocid != "" {
		return &Secret{key: key + "_ocid", ocid: ocid, options: options}
	}
	if value := cfg.Get(key); value != "" {
		return &Secret{key: key, value: value, options: options}
	}
	return nil
}

// Required is [New] for a secret that the function cannot do without: if it is missing, that is a fault of the
// configuration.
func Required(cfg *config.Reader, key string, options Options) *Secret {
	secret := New(cfg, key, options)
	if secret == nil {
		cfg.Fault(key+"_ocid", "is not set", "set it to the OCID of the Vault secret, or "+key+" to the value itself")
	}
	return secret
}

// Value returns the secret. It may fail only if the secret is in Vault.
func (s *Secret) Value(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ocid == "" || s.fresh() {
		return s.value, nil
	}
	value, err := s.options.Vault.Read(ctx, s.ocid)
	if err != nil {
		return "", fmt.Errorf("reading the Vault secret of %s: %w", s.key, err)
	}
	s.value, s.read = value, s.options.Clock()
	return value, nil
}

// Invalidate says that the given value was refused, so that it is read again. If another caller did so already, the newer
// value stays.
func (s *Secret) Invalidate(refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.value == refused {
		s.read = time.Time{}
	}
}

func (s *Secret) fresh() bool {
	if s.read.IsZero() {
		return false
	}
	return s.options.MaxAge == 0 || s.options.Clock().Sub(s.read) < s.options.MaxAge
}
