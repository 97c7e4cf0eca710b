package gateway

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// Validate refuses what CreateDeployment and UpdateDeployment refuse with
// 400 InvalidParameter, and what is not simulated here. All faults are in one
// error, each beginning with the field's path.
func Validate(spec apigateway.ApiSpecification) error {
	f := &faults{}
	authenticated, anonymous := f.requestPolicies(spec.RequestPolicies)
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

// faults collects what is wrong, with the field it is wrong in.
type faults struct{ list []string }

func (f *faults) add(field, format string, args ...any) {
	f.list = append(f.list, "specification."+field+": "+fmt.Sprintf(format, args...))
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return errors.New(strings.Join(f.list, "; "))
}

// atMost checks the size of a list.
func (f *faults) atMost(field string, n, most int) {
	if n > most {
		f.add(field, "there are %d and there may be %d", n, most)
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
