package settings

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

var (
	// secretName is what a setting is called, or a member of one, that nobody else may know. The oci provider's own are
	// oci:privateKey and oci:privateKeyPassword.
	secretName = regexp.MustCompile(`(?i)(password|passwd|passphrase|secret|token|credential|(api|access|auth|private)[_-]?key)s?(\[\d+\])*$`)
	// secretForms are texts that give away what they are, whatever they stand under.
	secretForms = []struct {
		form *regexp.Regexp
		is   string
	}{
		{regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`), "a private key"},
		{regexp.MustCompile(`\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*`), "a token"},
		{regexp.MustCompile(`(?i)^(basic|bearer) \S{16,}$`), "credentials"},
		{regexp.MustCompile(`://[^/?#\s:@]*:[^/?#\s@]+@`), "an address with a password"},
	}
)

// checkPlain looks through the stack's file, members of lists and objects and the providers' settings included: for
// secrets that stand there for everybody to read, and for what is no setting.
func (c *checker) checkPlain() {
	for _, key := range slices.SortedFunc(maps.Keys(c.source.File), func(a, b config.Key) int {
		return strings.Compare(a.String(), b.String())
	}) {
		name := key.String()
		switch key.Namespace() {
		case c.source.Project:
			name = key.Name()
			if !c.known[name] {
				c.add(name, "is not a setting", "Pulumi.yaml lists them; "+remove(name))
			}
		case "oci", "pulumi": // the provider's, and the engine's own
		default:
			c.add(name, fmt.Sprintf("is nobody's setting: there are those of %s and of oci", c.source.Project), remove(name))
		}
		value := c.source.File[key]
		if value.Secure() && !value.Object() {
			continue
		}
		content, err := value.ToObject()
		if err != nil {
			c.add(name, "cannot be read: "+err.Error(), "set it again, or "+remove(name))
			continue
		}
		c.plain(name, "", content)
	}
}

// plain looks through a value that is not encrypted as a whole. A member that is stands there as {secure: …}.
func (c *checker) plain(key, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		if _, isText := value["secure"].(string); isText && len(value) == 1 {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(value)) {
			c.plain(key, path+member(name), value[name])
		}
	case []any:
		for i, element := range value {
			c.plain(key, fmt.Sprintf("%s[%d]", path, i), element)
		}
	case nil:
	default:
		c.plainText(key, path, fmt.Sprint(value))
	}
}

// plainText looks at one text, and does not tell it.
func (c *checker) plainText(key, path, text string) {
	full := key + path
	if list := asList(text); list != nil && path == "" {
		c.plain(key, "", list)
		return
	}
	if text == "" || isPlaceholder(text) || path == "" && c.isFaulty(key) { // which says the same
		return
	}
	is := SecretKind(full, text)
	if is == "" {
		return
	}
	c.Faults.add(full, "is "+is+", but stands unencrypted in the stack's file", setSecret(full)+"; if others have seen it, have a new one made")
	c.hidden[full] = true
}

// SecretKind says what a text is that nobody else may know, by the name that it stands under or by its own form, and what it
// holds if it is JSON. It is empty for any other text.
func SecretKind(name, text string) string {
	for _, secret := range secretForms {
		if secret.form.MatchString(text) {
			return secret.is
		}
	}
	if text != "" && secretName.MatchString(name) {
		return "a secret"
	}
	return secretWithin(name, asList(text))
}

// secretWithin is the SecretKind of the first text that is of any, in a list or object.
func secretWithin(name string, value any) (kind string) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			kind = cmp.Or(kind, secretWithin(name, value[name]))
		}
	case []any:
		for _, element := range value {
			kind = cmp.Or(kind, secretWithin(name, element))
		}
	case nil:
	default:
		kind = SecretKind(name, fmt.Sprint(value))
	}
	return kind
}

// asList is the list or object that a text holds as JSON, as which the settings of such take it.
func asList(text string) (list any) {
	if strings.ContainsAny(text[:min(1, len(text))], "[{") {
		_ = json.Unmarshal([]byte(text), &list)
	}
	return list
}

// isFaulty says whether a key has a fault already.
func (c *checker) isFaulty(key string) bool {
	return slices.ContainsFunc(c.Faults, func(f Fault) bool { return f.Key == key })
}
