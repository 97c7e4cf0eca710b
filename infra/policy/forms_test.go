package policy

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"testing"
)

// A secret tells itself in whatever it is written, and wherever in it.
func TestSecretIsFoundEncoded(t *testing.T) {
	secret := secret{"b2cservicePassword", `a "pass" & <word>/ü`}
	for name, encode := range map[string]func(string) string{
		"not at all": func(text string) string { return text },
		"JSON": func(text string) string {
			quoted, _ := json.Marshal(map[string]string{"a": text})
			return string(quoted)
		},
		"a query":   url.QueryEscape,
		"a path":    url.PathEscape,
		"base64":    func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) },
		"base64url": func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) },
		"hex":       func(text string) string { return hex.EncodeToString([]byte(text)) },
	} {
		for _, before := range []string{"", "u", "us", "use", "user"} {
			for _, after := range []string{"", "1", "22", "333"} {
				if text := encode(before + secret.value + after); !secret.in(text) {
					t.Errorf("%s: not found in %s", name, text)
				}
			}
		}
		if text := encode("a pass & word/u, which is another"); secret.in(text) {
			t.Errorf("%s: found in %s", name, text)
		}
	}
}
