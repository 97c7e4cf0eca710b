package incidents

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
)

// plainKey is a key that can stand in a query of B2C Service as it is, and is no longer than a hash.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// Key returns what stands for text as an incident's key: itself if it can, else its hash.
func Key(text string) string {
	if plainKey.MatchString(text) {
		return text
	}
	return Hash(text)
}

// Hash returns the SHA-256 of text, in hexadecimal.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
