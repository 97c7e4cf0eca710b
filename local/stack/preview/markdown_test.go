package preview

import (
	"fmt"
	"strings"
	"testing"
)

// GitHub refuses a longer comment; a reader learns how much is missing.
func TestTheCommentIsCut(t *testing.T) {
	var report Report
	for i := range 5000 {
		report.Changes = append(report.Changes, Change{Op: "update", Kind: "Alarm", Name: fmt.Sprint("a-", i), Properties: []string{fmt.Sprint("p-", i)}})
	}
	markdown := report.Markdown("dev")
	rows := strings.Count(markdown, "| change |")
	if len(markdown) > 65_536 || rows < 500 || !strings.Contains(markdown, fmt.Sprintf("\nand %d more, which", 5000-rows)) {
		t.Errorf("%d bytes with %d rows, ending:\n%s", len(markdown), rows, markdown[len(markdown)-200:])
	}
}

func TestALongTextIsCut(t *testing.T) {
	if got := code(strings.Repeat("é", 5000)); strings.Count(got, "é") != maxText || !strings.HasSuffix(got, "…</code>") {
		t.Errorf("%d characters, ending %q", strings.Count(got, "é"), got[len(got)-20:])
	}
}

// Whoever opens a pull request chooses names, and must neither call people nor draw.
func TestNothingUntrustedIsMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"@all look":                "&#64;all look",
		"</code><img src=x>":       "&#60;&#47;code&#62;&#60;img src=x&#62;",
		"`x` | **b** [a](//e.com)": "&#96;x&#96; &#124; &#42;&#42;b&#42;&#42; &#91;a&#93;(&#47;&#47;e&#46;com)",
		"a\n- b -->":               "a - b --&#62;",
		"#1 &amp; https://e.com":   "&#35;1 &#38;amp; https&#58;&#47;&#47;e&#46;com",
		"a\u202eb\x1b[1m":          "ab&#91;1m",
		"ü 1_2":                    "ü 1&#95;2",
	} {
		if got := code(text); got != "<code>"+want+"</code>" {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

// A stack is called after its file, which a pull request may bring.
func TestAStacksNameIsNoMarkup(t *testing.T) {
	if got, want := Marker("dev_2.x-1"), "<!-- cxbridge preview dev_2.x-1 -->"; got != want {
		t.Errorf("marker = %s, want %s", got, want)
	}
	report := Report{Problems: []Problem{{Text: "x", Remedy: "pulumi config set region y"}}}
	if text := report.Markdown("a-->@all<img>\n**b**"); strings.Count(text, "-->") != 1 || strings.Contains(text, "@all") || strings.Contains(text, "<img") || strings.Contains(text, "**b") {
		t.Errorf("the comment is\n%s", text)
	}
}
