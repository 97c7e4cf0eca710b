package images

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// hint adds what to do about a refusal.
func (p Pusher) hint(err error, tag name.Tag) error {
	var answer *transport.Error
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.StatusCode {
	case http.StatusUnauthorized:
		return fmt.Errorf("%w\n%s", err, p.whoIsWho(tag))
	case http.StatusForbidden:
		return fmt.Errorf("%w\nregistryUser %s may not push there: a policy must allow a group of this user to manage repos "+
			"in the stack's compartment", err, p.User)
	case http.StatusNotFound:
		return fmt.Errorf("%w\nthe registry has no repository %s that registryUser %s may see: check that registryNamespace is "+
			"the tenancy's and that the user may manage repos in the stack's compartment; if the repository was deleted by hand, "+
			"pulumi refresh notices and the next pulumi up makes it again", err, tag.RepositoryStr(), p.User)
	}
	return err
}

// whoIsWho says what is wrong with refused credentials, as far as it shows.
func (p Pusher) whoIsWho(tag name.Tag) string {
	namespace, _, _ := strings.Cut(tag.RepositoryStr(), "/")
	if !strings.HasPrefix(p.User, namespace+"/") {
		return fmt.Sprintf("registryUser %s does not begin with the tenancy's namespace: it must be %s/<user name>, "+
			"or %s/<domain>/<user name> for a user of an identity domain", p.User, namespace, namespace)
	}
	return fmt.Sprintf("the registry does not take registryPassword for registryUser %s: it must be an auth token of this user "+
		"(console: My profile, Auth tokens), not the console's password: pulumi config set --secret registryPassword", p.User)
}

// redact takes the credentials out of an error, should a registry send back what it was sent.
func (p Pusher) redact(err error) error {
	if err == nil || p.Password == "" {
		return err
	}
	header := base64.StdEncoding.EncodeToString([]byte(p.User + ":" + p.Password))
	text := strings.NewReplacer(header, "[secret]", p.Password, "[secret]").Replace(err.Error())
	if text == err.Error() {
		return err
	}
	return redacted{text, err}
}

// redacted is an error that says something else.
type redacted struct {
	text string
	error
}

func (r redacted) Error() string { return r.text }
func (r redacted) Unwrap() error { return r.error }
