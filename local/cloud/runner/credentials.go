package runner

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The names OCI uses, in the instance's folder instead of the root.
const (
	credentialsFolder = ".oci-credentials"
	tokenFile         = "rpst"
	keyFile           = "private.pem"
)

// minimalValidity is what a token must last when a call begins: the longest
// call takes 5 minutes, and oci-go-sdk takes no token that ends within 5.
const minimalValidity = 10 * time.Minute

func (i *instance) credentialsFile(name string) string {
	return filepath.Join(i.dir, credentialsFolder, name)
}

// refreshCredentials writes a new token and key when there are none that last.
// It is called between calls, so that a function never reads half of a pair.
func (i *instance) refreshCredentials(ctx context.Context) error {
	o := i.runner.options
	if o.Credentials == nil || i.credentialsUntil.After(o.Clock().Add(minimalValidity)) {
		return nil
	}
	token, key, err := o.Credentials.Issue(ctx, i.function)
	if err != nil {
		return initFailed("resource principal of function %s: %v", i.function.Name, err)
	}
	for name, content := range map[string][]byte{tokenFile: []byte(token), keyFile: key} {
		if err := replace(i.credentialsFile(name), content); err != nil {
			return initFailed("resource principal of function %s: %v", i.function.Name, err)
		}
	}
	i.credentialsUntil, err = expiry(token)
	if err != nil {
		return initFailed("resource principal of function %s: %v", i.function.Name, err)
	}
	return nil
}

// expiry reads a token that this cloud signed itself a moment ago.
func expiry(token string) (time.Time, error) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return time.Time{}, err
	}
	var claims jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claims); err != nil {
		return time.Time{}, err
	}
	if claims.Expiry == nil {
		return time.Time{}, errors.New("the token does not say when it ends")
	}
	return claims.Expiry.Time(), nil
}

func replace(path string, content []byte) error {
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
