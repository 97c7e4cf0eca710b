// Package plain makes of texts that others sent what can stand in threads, subjects, logs and keys.
package plain

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// maxName caps a name, in characters.
const maxName = 100

// Readable returns text without what nobody can read, nor what makes it read otherwise than it is. Lines remain.
func Readable(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' || unicode.Is(turns, c) {
			return -1
		}
		return c
	}, text))
}

// turns are the characters that change the direction of others, whatever these are (Unicode: UAX #9, explicit directional formatting).
var turns = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x202a, Hi: 0x202e, Stride: 1}, {Lo: 0x2066, Hi: 0x2069, Stride: 1}}}

// Inline returns text as a single line.
func Inline(text string) string { return strings.Join(strings.Fields(Readable(text)), " ") }

// Cut returns text with at most so many characters.
func Cut(text string, limit int) string {
	if characters := []rune(text); len(characters) > limit {
		return string(characters[:limit-1]) + "…"
	}
	return text
}

// ShortName is a name as it is kept and shown: a line of at most 100 characters.
func ShortName(name string) string { return Cut(Inline(name), maxName) }

// Time writes a time for people.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// asItIs is a key that can stand in a query of B2C Service as it is, and is no longer than a hash.
var asItIs = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// Key returns what stands for text as an incident's key: itself if it can, else its hash.
func Key(text string) string {
	if asItIs.MatchString(text) {
		return text
	}
	return Hash(text)
}

// Hash returns the SHA-256 of text, in hexadecimal.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
