package policy

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
)

// forms are the texts that tell a value: itself, as it stands in JSON and in addresses, and encoded, by itself or within
// something longer.
func forms(value string) []string {
	quoted, _ := json.Marshal(value)
	all := []string{
		value, string(quoted[1 : len(quoted)-1]), url.QueryEscape(value), url.PathEscape(value), hex.EncodeToString([]byte(value)),
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 { // bytes of something else that begin a group of three
			encoded := encoding.EncodeToString(append(make([]byte, before), value...))
			first, end := (8*before+5)/6, 8*(before+len(value))/6 // of six bits each, those that are the value's alone
			all = append(all, encoded[first:end])
		}
	}
	return all
}
