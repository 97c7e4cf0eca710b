package b2c

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// What may be put into a query: how a quote or anything else is escaped there is not documented.
var (
	attributeForm = regexp.MustCompile(`^([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)$`)
	keyForm       = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)
)

// CustomFields are the values of custom fields, by package and attribute. The site's own fields are in package "c".
type CustomFields map[string]map[string]any

// Attribute is a custom field: a custom attribute of a package, or one of the site's own fields in package "c".
type Attribute struct{ Package, Name string }

// ParseAttribute reads an attribute as it is written in a query, below customFields: "OCI.dedupe_key", "c.dedupe_key".
func ParseAttribute(text string) (Attribute, error) {
	parts := attributeForm.FindStringSubmatch(text)
	if parts == nil {
		return Attribute{}, fmt.Errorf("%.80q is no custom attribute: give its package and its name, such as OCI.dedupe_key, or c.dedupe_key for a custom field", text)
	}
	return Attribute{Package: parts[1], Name: parts[2]}, nil
}

// String returns what [ParseAttribute] reads.
func (a Attribute) String() string { return a.Package + "." + a.Name }

// With returns custom fields of which this one has a value.
func (a Attribute) With(value any) CustomFields {
	return CustomFields{a.Package: {a.Name: value}}
}

// equals is the condition that finds what has the key. It refuses whatever could reach into the query.
func (a Attribute) equals(key string) (string, error) {
	if _, err := ParseAttribute(a.String()); err != nil {
		return "", err
	}
	return equals("customFields."+a.String(), key)
}

// equals is the condition that a field is a text. It refuses a text that could reach into the query.
func equals(field, text string) (string, error) {
	if !keyForm.MatchString(text) {
		return "", fmt.Errorf("a text of %d characters cannot be looked for in %s: it may hold letters, digits and . _ : - only; store a hash of it instead", len(text), field)
	}
	return fmt.Sprintf("%s = '%s'", field, text), nil
}

// condition narrows a query to what has the same keys. Values that cannot be in a query do not narrow it.
func (f CustomFields) condition() string {
	var b strings.Builder
	for _, pack := range slices.Sorted(maps.Keys(f)) {
		for _, name := range slices.Sorted(maps.Keys(f[pack])) {
			key, isText := f[pack][name].(string)
			if term, err := (Attribute{pack, name}).equals(key); isText && err == nil {
				b.WriteString(" AND " + term)
			}
		}
	}
	return b.String()
}
