//go:build engine

package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// A stack for both architectures has images of both, of which this machine runs its
// own; and a stack changes its shape while it is called, for the old application goes
// only when the new one stands.
func TestShapes(t *testing.T) {
	s := newStack(t, repository(t))
	s.set("shape", "GENERIC_X86_ARM")
	s.up()
	s.mustAnswerGuide()
	for function, digest := range s.digests() {
		if got := s.architectures(function, digest); got != "amd64 arm64" {
			t.Errorf("the image of %s is for %s", function, got)
		}
	}
	s.must("preview", "--expect-no-changes")

	s.unset("shape", "GENERIC_X86_ARM")
	s.up()
	s.mustAnswerGuide()
	s.must("preview", "--expect-no-changes")
	s.must("destroy", "--yes", "--skip-preview")
	s.mustBeEmpty()
}

// digests are those of the functions' images, by function.
func (s *stack) digests() (digests map[string]string) {
	s.t.Helper()
	out, err := s.engine.Command(s.t.Context(), "stack", "output", "functionDigests", "-s", "local", "--json").Output()
	if err == nil {
		err = json.Unmarshal(out, &digests)
	}
	if err != nil || len(digests) == 0 {
		s.t.Fatalf("pulumi stack output functionDigests: %v\n%s", err, out)
	}
	return digests
}

// architectures are those that an image has, as the registry gives it out.
func (s *stack) architectures(function, digest string) string {
	s.t.Helper()
	image, err := name.NewDigest(checkout.Address(s.ports.Cloud)+"/cxbridge/cxbridge-local/"+function+"@"+digest, name.Insecure)
	if err != nil {
		s.t.Fatal(err)
	}
	login := remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"})
	index, err := remote.Index(image, login)
	if err != nil {
		s.t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		s.t.Fatal(err)
	}
	var found []string
	for _, child := range manifest.Manifests {
		found = append(found, child.Platform.Architecture)
	}
	return strings.Join(found, " ")
}
