package runner

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// issuer gives tokens that last for an hour.
type issuer struct {
	clock  func() time.Time
	err    error
	issued int
}

func (c *issuer) Issue(_ context.Context, f Function) (string, []byte, error) {
	c.issued++
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		return "", nil, err
	}
	token, err := jwt.Signed(signer).Claims(map[string]any{"exp": c.clock().Add(time.Hour).Unix(), "n": c.issued}).Serialize()
	return token, []byte("PEM of " + f.Name), errors.Join(err, c.err)
}

func TestResourcePrincipalIsAFileRenewedBeforeItEnds(t *testing.T) {
	var credentials *issuer
	b := newBench(t, func(o *Options) {
		credentials = &issuer{clock: o.Clock}
		o.Credentials = credentials
		o.IdleAfter = 24 * time.Hour
	})
	f := function()
	pid := b.must(t, f, `{"do":"pid"}`)
	instances, err := filepath.Glob(filepath.Join(b.options.Dir, "instances", "*", credentialsFolder))
	if err != nil || len(instances) != 1 {
		t.Fatalf("credentials in %v, %v", instances, err)
	}
	for name, content := range map[string]string{keyFile: "PEM of f", tokenFile: "ey"} {
		path := filepath.Join(instances[0], name)
		if env := b.must(t, f, `{"do":"environment"}`); !strings.Contains(env, "="+path+`"`) {
			t.Errorf("%s is not in the environment: %s", path, env)
		}
		if got := b.must(t, f, `{"do":"read","text":"`+path+`"}`); !strings.HasPrefix(got, "-rw------- <nil> "+content) {
			t.Errorf("%s: %s", name, got)
		}
	}
	b.now.Pass(time.Hour - minimalValidity - time.Minute)
	b.must(t, f, `{"do":"pid"}`)
	if credentials.issued != 1 {
		t.Errorf("issued %d times while the token lasts", credentials.issued)
	}
	before := b.must(t, f, `{"do":"read","text":"`+filepath.Join(instances[0], tokenFile)+`"}`)
	b.now.Pass(2 * time.Minute)
	after := b.must(t, f, `{"do":"read","text":"`+filepath.Join(instances[0], tokenFile)+`"}`)
	if credentials.issued != 2 || before == after {
		t.Errorf("issued %d times, file changed: %v", credentials.issued, before != after)
	}
	if again := b.must(t, f, `{"do":"pid"}`); again != pid {
		t.Error("a new token cost a new process")
	}
}

func TestCredentialsThatCannotBeIssuedFailTheStart(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Credentials = &issuer{clock: o.Clock, err: errors.New("no key today")} })
	var e *Error
	if _, err := b.do(function(), ""); !errors.As(err, &e) || e.Code != "FunctionInvokeContainerInitFail" || !strings.Contains(e.Message, "no key today") {
		t.Errorf("error %v", err)
	}
	if got := b.Instances(function().ID); len(got) != 0 {
		t.Errorf("instances %v", got)
	}
}
