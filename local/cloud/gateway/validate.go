package gateway

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// ErrNotSimulated is in the error to a specification that has no fault, but that
// asks for what works on OCI and not here.
var ErrNotSimulated = errors.New("the local cloud does not simulate it")

// Validate refuses what CreateDeployment and UpdateDeployment refuse with
// 400 InvalidParameter, and with ErrNotSimulated what is not simulated here. All
// faults are in one error, each beginning with the field's path.
func Validate(spec apigateway.ApiSpecification) error {
	f := &faults{}
	authenticated, anonymous := f.requestPolicies(spec)
	f.logging("loggingPolicies", spec.LoggingPolicies)
	f.atMost("routes", len(spec.Routes), 50)
	taken := map[string]string{}
	for i, r := range spec.Routes {
		field := fmt.Sprintf("routes[%d]", i)
		f.route(field, r)
		f.authorization(field+".requestPolicies.authorization", r, authenticated, anonymous)
		f.duplicates(field, r, taken)
	}
	return f.err()
}

// prefixForm: a path of segments, or the root.
var prefixForm = regexp.MustCompile(`^(/|(/[A-Za-z0-9$\-_.+!*'(),%;:@&=]+)+/?)$`)

// ValidatePathPrefix refuses what CreateDeployment refuses as pathPrefix.
func ValidatePathPrefix(prefix string) error {
	switch {
	case len(prefix) > 255:
		return fmt.Errorf("pathPrefix: it has %d characters and may have 255", len(prefix))
	case !prefixForm.MatchString(prefix):
		return fmt.Errorf("pathPrefix: %q is not a path of the form /name", prefix)
	}
	return nil
}

// faults collects what is wrong, with the field it is wrong in, and what is not
// simulated.
type faults struct{ list, missing []string }

func (f *faults) add(field, format string, args ...any) {
	f.list = append(f.list, "specification."+field+": "+fmt.Sprintf(format, args...))
}

// unsupported notes what works on OCI and not here.
func (f *faults) unsupported(what string) { f.missing = append(f.missing, "specification."+what) }

func (f *faults) err() error {
	switch {
	case len(f.list) > 0:
		return errors.New(strings.Join(f.list, "; "))
	case len(f.missing) > 0:
		return fmt.Errorf("%s: %w", strings.Join(f.missing, ", "), ErrNotSimulated)
	}
	return nil
}

// atMost checks the size of a list.
func (f *faults) atMost(field string, n, most int) {
	if n > most {
		f.add(field, "there are %d and there may be %d", n, most)
	}
}

func (f *faults) atLeastOne(field string, n int) {
	if n == 0 {
		f.add(field, "at least one is required")
	}
}

// required checks that a string is there and not empty.
func (f *faults) required(field string, s *string) bool {
	if s == nil || *s == "" {
		f.add(field, "it is required")
		return false
	}
	return true
}

// oneOf checks a value that is one of a few words. Case matters.
func (f *faults) oneOf(field, value string, words []string) {
	if !slices.Contains(words, value) {
		f.add(field, "it is %q and must be one of %s", value, strings.Join(words, ", "))
	}
}
