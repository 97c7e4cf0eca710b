package plain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/plain"
)

func TestTexts(t *testing.T) {
	const text = " a\u0000 \u0085b\t c\n\nd\x1b[31m "
	if got := plain.Readable(text); got != "a b\t c\n\nd[31m" {
		t.Errorf("readable: %q", got)
	}
	if got := plain.Readable("pay \u202e05\u202c \u2066x\u2069 \u200f\u200d\u202f"); got != "pay 05 x \u200f\u200d" {
		t.Errorf("with its direction: %q", got)
	}
	if got := plain.Inline(text); got != "a b c d[31m" {
		t.Errorf("inline: %q", got)
	}
	for text, want := range map[string]string{"": "", "äöü": "äöü", "äöüß": "äö…"} {
		if got := plain.Cut(text, 3); got != want {
			t.Errorf("%q is cut to %q, want %q", text, got, want)
		}
	}
	if got := plain.ShortName(strings.Repeat("ä ", 200)); len([]rune(got)) != 100 || !strings.HasSuffix(got, "…") {
		t.Errorf("short: %q", got)
	}
	if got := plain.Time(time.Date(2025, 3, 4, 10, 15, 26, 9e8, time.FixedZone("", 3600))); got != "2025-03-04 09:15:26 UTC" {
		t.Errorf("time: %s", got)
	}
}

func TestKey(t *testing.T) {
	whole := strings.Repeat("a", 64)
	for _, text := range []string{"a", "troubleTicket:TT-1", "A.b_c:d-9", whole} {
		if got := plain.Key(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	seen := map[string]bool{}
	for _, text := range []string{"", "a b", "a'b", "a\n", "ä", whole + "a", whole + "b"} {
		key := plain.Key(text)
		if seen[key] || key != plain.Hash(text) || plain.Key(key) != key {
			t.Errorf("%q became %q", text, key)
		}
		seen[key] = true
	}
}
