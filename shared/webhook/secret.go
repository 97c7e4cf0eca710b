package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
)

// SameSecret tells whether given is the secret wanted. The time it takes tells nothing about either: their hashes are
// compared, which are of one length, and in constant time. An empty secret is the same as none and matches nothing.
func SameSecret(given, wanted string) bool {
	if wanted == "" {
		return false
	}
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
