package b2c

import (
	"regexp"
	"strings"
)

var addresses = regexp.MustCompile(`[^\s'"]+@[^\s'"]+`)

// masked returns text without the e-mail addresses and telephone numbers in it: B2C Service repeats queries in its errors, and a
// customer's must not get into the log with them.
func masked(text string) string {
	return maskDigits(addresses.ReplaceAllString(text, "…@…"))
}

// maskDigits replaces runs of 7 digits and more by their last two.
func maskDigits(text string) string {
	var b strings.Builder
	run := 0
	flush := func(end int) {
		if digits := text[end-run : end]; run >= 7 {
			b.WriteString("…" + digits[run-2:])
		} else {
			b.WriteString(digits)
		}
		run = 0
	}
	for i := range len(text) {
		if '0' <= text[i] && text[i] <= '9' {
			run++
			continue
		}
		flush(i)
		b.WriteByte(text[i])
	}
	flush(len(text))
	return b.String()
}
