package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var sample = []row{
	{what: "cold build", measured: "80 s", spread: "80–80", atMost: "120 s", ratio: "32 × warm"},
	{what: "first answer", measured: "11 ms", spread: "9–12", atMost: "10 ms, exceeded", exceeded: true},
	{what: "SMS, callers: 64", measured: "185/s, 15 refused", spread: "180–190"},
}

func TestPageIsReadAsItWasWritten(t *testing.T) {
	m := machine{cores: 2, processor: "A Processor", memoryGB: 8.2, kernel: "linux 6.1", goVersion: "go1.26", commit: "0123456789ab", load: 0.04}
	text := page(sample, m, time.Date(2026, 3, 14, 23, 0, 0, 0, time.FixedZone("", -5*3600)))
	for _, want := range []string{"2026-03-15", "0123456789ab", "| cores | 2, A Processor |", "8.2 GB", "linux 6.1", "go1.26", "scripts/bench --page"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	got, err := readPage(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestTextHasAllCells(t *testing.T) {
	var text bytes.Buffer
	if err := writeText(&text, sample); err != nil {
		t.Fatal(err)
	}
	for _, r := range sample {
		for _, cell := range r.cells() {
			if !strings.Contains(text.String(), cell) {
				t.Errorf("the table lacks %q:\n%s", cell, &text)
			}
		}
	}
}

// keptPage is the page of the last figures.
func keptPage(t *testing.T) []row {
	t.Helper()
	content, err := os.ReadFile(filepath.Base(pagePath))
	if err != nil {
		t.Fatalf("%v: scripts/bench --page writes the page", err)
	}
	rows, err := readPage(string(content))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The page has the figures of the catalogue, with their bounds.
func TestPageIsOfTheCatalogue(t *testing.T) {
	type line struct{ What, AtMost string }
	var want, got []line
	for _, s := range suites() {
		for _, f := range s.figures {
			bound := ""
			if f.atMost > 0 {
				bound = digits(f.atMost, 3) + f.suffix()
			}
			want = append(want, line{f.what, bound})
		}
	}
	for _, r := range keptPage(t) {
		got = append(got, line{r.what, strings.TrimSuffix(r.atMost, exceededMark)})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the page is of another catalogue: scripts/bench --page writes it anew (-catalogue +page):\n%s", diff)
	}
}

// inREADME says which figures a line of the README's table has, by what it begins with.
var inREADME = map[string][]string{
	"warm `pulumi preview`":    {"pulumi preview, nothing changed"},
	"`pulumi up` from nothing": {"pulumi up from nothing, all built"},
	"images of `sms-`, `alarm-` and `event-to-incident`": {"sms-to-incident: image as pushed", "alarm-to-incident: image as pushed",
		"event-to-incident: image as pushed"},
	"their processes, started to first answer": {"sms-to-incident: start, until its first answer", "alarm-to-incident: start, until its first answer",
		"event-to-incident: start, until its first answer"},
	"their processes, resident": {"sms-to-incident: resident after 100 messages", "alarm-to-incident: resident after 100 messages",
		"event-to-incident: resident after 100 messages"},
	"own time of a warm SMS":           {"sms-to-incident: own time of a known sender's SMS"},
	"the same of an alarm's repeat":    {"alarm-to-incident: own time of an alarm's repeat"},
	"cold build of the Pulumi program": {"cold build of the Pulumi program", "cold build of the Pulumi program: memory"},
}

// The README's figures are the catalogue's.
func TestREADMEIsOfTheCatalogue(t *testing.T) {
	known := map[string]bool{}
	for _, s := range suites() {
		for _, f := range s.figures {
			known[f.what] = true
		}
	}
	for begins, whats := range inREADME {
		for _, what := range whats {
			if !known[what] {
				t.Errorf("%s: the catalogue has no %q", begins, what)
			}
		}
	}
}

// What the README and the page both say is the same, but that the README rounds.
func TestREADMEAgrees(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := map[string]row{}
	for _, r := range keptPage(t) {
		page[r.what] = r
	}
	for begins, whats := range inREADME {
		_, rest, found := strings.Cut(string(readme), "\n| "+begins)
		if !found {
			t.Errorf("the README's table has no line %q", begins)
			continue
		}
		line, _, _ := strings.Cut(rest, "\n")
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			t.Errorf("the README's line %q has no figures", begins)
			continue
		}
		for i, what := range whats {
			for _, cell := range []struct{ name, readme, page string }{{"measured", cells[1], page[what].measured}, {"at most", cells[2], page[what].atMost}} {
				if !agree(numberAt(cell.readme, i), cell.page) {
					t.Errorf("%s: the README says %s %q of %q, the page %q", begins, cell.name, strings.TrimSpace(cell.readme), what, cell.page)
				}
			}
		}
	}
}

var number = regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)

// numberAt is a cell's number at a place, the last one where it has less, as one bound can be for several figures.
func numberAt(cell string, i int) string {
	all := number.FindAllString(cell, -1)
	if len(all) == 0 {
		return ""
	}
	return all[min(i, len(all)-1)]
}

// agree tells whether a number is that of the page's cell, rounded to the digits that it has.
func agree(rounded, cell string) bool {
	exact, err := strconv.ParseFloat(number.FindString(cell), 64)
	if err != nil {
		return rounded == "" // neither has one
	}
	_, decimals, _ := strings.Cut(rounded, ".")
	return rounded == strconv.FormatFloat(exact, 'f', len(decimals), 64)
}

func TestAgree(t *testing.T) {
	for _, test := range []struct {
		rounded, cell string
		want          bool
	}{
		{"4.4", "4.42 ms", true}, {"4", "4.42 ms", true}, {"4.5", "4.42 ms", false}, {"120", "120 s", true}, {"", "", true},
		{"", "5 MB", false}, {"5", "", false}, {"185", "185/s, 15 refused", true}, {"1.5", "1.5 s, exceeded", true},
	} {
		if got := agree(test.rounded, test.cell); got != test.want {
			t.Errorf("agree(%q, %q) = %v", test.rounded, test.cell, got)
		}
	}
}
